#pragma once

#include <string>
#include <string_view>

#include "control/control.hpp"

// The one token that reads /metrics. As with API tokens only its keyed hash is kept.
namespace control {

// Replaces an earlier one, which is good for nothing from then on. Shown once.
base::Result<std::string> make_metrics_token(Control& control, Caller const& caller);
// False when there was none.
base::Result<bool> drop_metrics_token(Control& control, Caller const& caller);
// Whether that is it. Without one nobody may. An address that guesses has to wait as with other
// links; what cannot be a token at all is not even counted.
bool may_read_metrics(Control& control, std::string_view bearer, std::string_view address);

}  // namespace control
