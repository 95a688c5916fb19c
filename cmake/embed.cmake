# The dashboard, the schema, licences and root certificates inside the executable
# (interface: src/base/embedded.hpp), and the dashboard's own build.

set(embed_folder "${CMAKE_BINARY_DIR}/embedded")
set(embed_arguments "")
set(embed_inputs "")

function(sapa_embed_file name path)
    set(embed_arguments ${embed_arguments} "${name}=${path}" PARENT_SCOPE)
    set(embed_inputs ${embed_inputs} "${path}" PARENT_SCOPE)
endfunction()

if(EXISTS "${CMAKE_SOURCE_DIR}/schema.sql")
    sapa_embed_file(schema.sql "${CMAKE_SOURCE_DIR}/schema.sql")
endif()
sapa_embed_file(LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
sapa_embed_file(ca-certificates.crt "${CMAKE_BINARY_DIR}/generated/ca-certificates.crt")
file(GLOB_RECURSE data_files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/src"
    "${CMAKE_SOURCE_DIR}/src/*/data/*" "${CMAKE_SOURCE_DIR}/src/db/migrations/*.sql")
foreach(file IN LISTS data_files)
    sapa_embed_file("${file}" "${CMAKE_SOURCE_DIR}/src/${file}")
endforeach()

# --- The dashboard and the simulator's phone page: given ready-made, built here by npm, taken as
# they lie in web/dist and web/dist-phone, or left out.
set(web_folder "")
set(web_stamp "")
if(WEB_DIST)
    get_filename_component(web_folder "${WEB_DIST}" ABSOLUTE)
    if(NOT EXISTS "${web_folder}/index.html")
        message(FATAL_ERROR "WEB_DIST is ${WEB_DIST}, but there is no index.html in it")
    endif()
elseif(EXISTS "${CMAKE_SOURCE_DIR}/web/package-lock.json")
    if(SAPA_WEB STREQUAL "BUILD")
        set(web_folder "${CMAKE_SOURCE_DIR}/web/dist")
        set(web_stamp "${CMAKE_BINARY_DIR}/web.stamp")
        file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS
            "${CMAKE_SOURCE_DIR}/web/src/*" "${CMAKE_SOURCE_DIR}/web/public/*"
            "${CMAKE_SOURCE_DIR}/web/messages/*" "${CMAKE_SOURCE_DIR}/web/widget/*"
            "${CMAKE_SOURCE_DIR}/web/phone/*" "${CMAKE_SOURCE_DIR}/web/build/*")
        file(GLOB web_config CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/*.*")
        add_custom_command(
            OUTPUT "${web_stamp}"
            COMMAND "${CMAKE_SOURCE_DIR}/cmake/build-web.sh" "${CMAKE_SOURCE_DIR}/web"
            COMMAND ${CMAKE_COMMAND} -E touch "${web_stamp}"
            DEPENDS ${web_sources} ${web_config} "${CMAKE_SOURCE_DIR}/cmake/build-web.sh"
            COMMENT "Building the dashboard"
            VERBATIM)
    elseif(SAPA_WEB STREQUAL "FOUND" AND EXISTS "${CMAKE_SOURCE_DIR}/web/dist/index.html")
        set(web_folder "${CMAKE_SOURCE_DIR}/web/dist")
    endif()
endif()
if(web_folder AND NOT web_stamp)
    file(GLOB_RECURSE web_stamp CONFIGURE_DEPENDS "${web_folder}/*" "${web_folder}-phone/*")
endif()
if(web_folder)
    set(web_arguments --web "${web_folder}" --phone "${web_folder}-phone")
endif()

# Licence texts of all that is inside.
set(licences "${embed_folder}/licences.txt")
set(licence_arguments --sqlite "${sqlite3mc_folder}" --httplib "${httplib_folder}")
if(web_folder)
    list(APPEND licence_arguments --web "${CMAKE_SOURCE_DIR}/web")
endif()
add_custom_command(
    OUTPUT "${licences}"
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/cmake/licences.py" "${licences}" ${licence_arguments}
    DEPENDS "${CMAKE_SOURCE_DIR}/cmake/licences.py" ${web_stamp}
    COMMENT "Collecting licences"
    VERBATIM)
sapa_embed_file(licences.txt "${licences}")

add_custom_command(
    OUTPUT "${embed_folder}/embedded.S" "${embed_folder}/embedded.cpp"
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/cmake/embed.py" "${embed_folder}"
        ${web_arguments} ${embed_arguments}
    COMMAND ${CMAKE_COMMAND} -E touch "${embed_folder}/embedded.S" "${embed_folder}/embedded.cpp"
    DEPENDS ${embed_inputs} ${web_stamp} "${CMAKE_SOURCE_DIR}/cmake/embed.py"
    COMMENT "Embedding files"
    VERBATIM)
add_library(sapa_embedded STATIC "${embed_folder}/embedded.S" "${embed_folder}/embedded.cpp")
target_link_libraries(sapa_embedded PRIVATE sapa_ours)
