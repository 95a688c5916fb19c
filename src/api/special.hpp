#pragma once

#include "api/route.hpp"

// Routes that are no plain question and answer: files and event streams.
namespace api {

Route stream_route();
Route upload_route();
Route media_route();
Route add_samples_route();
Route remove_samples_route();
Route sign_out_route();
// Pictures of a number: they come from the provider through us.
Route set_photo_route();
Route photo_route();
Route link_picture_route();

}  // namespace api
