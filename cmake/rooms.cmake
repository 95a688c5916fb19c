# One static library for each room of src/ROOMS, linked as its row says, and the executable.

set(rooms "")
file(STRINGS "${CMAKE_SOURCE_DIR}/src/ROOMS" room_rows REGEX "^[a-z_]+:")
set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/ROOMS")
foreach(row IN LISTS room_rows)
    string(REGEX REPLACE "^([a-z_]+):.*$" "\\1" room "${row}")
    string(REGEX REPLACE "^[a-z_]+:" "" may_include "${row}")
    string(STRIP "${may_include}" may_include)
    string(REPLACE " " ";" may_include "${may_include}")
    if(may_include STREQUAL "*")
        set(may_include ${rooms})
    endif()
    list(APPEND rooms ${room})
    set(rooms_of_${room} ${may_include})
endforeach()

# Which library belongs to which room; .ci/rooms checks the same for #include.
set(libraries_of_base dep_json sapa_embedded)
set(libraries_of_crypto dep_sodium dep_openssl)
set(libraries_of_db dep_sqlitecpp)
set(libraries_of_net httplib_split)
set(libraries_of_http httplib_split)
set(libraries_of_cli dep_cli11)

# The precompiled header: what nearly every file includes anyway.
set(precompiled
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span>
    <string> <string_view> <tuple> <utility> <variant> <vector> <nlohmann/json.hpp>)

function(sapa_add_rooms)
    file(WRITE "${CMAKE_BINARY_DIR}/generated/pch.cpp" "// Only carries the precompiled header.\n")
    add_library(sapa_pch OBJECT "${CMAKE_BINARY_DIR}/generated/pch.cpp")
    target_link_libraries(sapa_pch PRIVATE sapa_ours dep_json)
    target_precompile_headers(sapa_pch PRIVATE ${precompiled})

    foreach(room IN LISTS rooms)
        file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${room}/*.cpp")
        list(REMOVE_ITEM sources "${CMAKE_SOURCE_DIR}/src/app/main.cpp")
        if(sources)
            add_library(room_${room} STATIC ${sources})
            set(scope PUBLIC)
            sapa_compile_as_ours(room_${room})
        else()
            add_library(room_${room} INTERFACE)
            set(scope INTERFACE)
        endif()
        foreach(other IN LISTS rooms_of_${room})
            target_link_libraries(room_${room} ${scope} room_${other})
        endforeach()
        target_link_libraries(room_${room} ${scope} ${libraries_of_${room}})
    endforeach()
endfunction()

# Warnings and precompiled header as everywhere in our code.
function(sapa_compile_as_ours target)
    target_link_libraries(${target} PRIVATE sapa_ours dep_json)
    target_precompile_headers(${target} REUSE_FROM sapa_pch)
endfunction()

function(sapa_add_executable)
    add_executable(sapa "${CMAKE_SOURCE_DIR}/src/app/main.cpp")
    sapa_compile_as_ours(sapa)
    target_link_libraries(sapa PRIVATE room_app sapa_linked)
    set_target_properties(sapa PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endfunction()
