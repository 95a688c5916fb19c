# Everything that is not ours: Debian's static libraries and headers, SQLite with encryption
# from npm, cpp-httplib as a split library. Versions end up in sapa_versions.hpp.

include(CheckIncludeFileCXX)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(DEFINED ENV{XDG_CACHE_HOME})
    set(default_cache "$ENV{XDG_CACHE_HOME}/sapa/deps")
elseif(DEFINED ENV{HOME})
    set(default_cache "$ENV{HOME}/.cache/sapa/deps")
else()
    set(default_cache "${CMAKE_BINARY_DIR}/deps")
endif()
set(SAPA_DEPS "${default_cache}" CACHE PATH "Where fetched dependencies are kept between builds")

# Runs a fetch script and gives the folder it printed.
function(sapa_fetch script out)
    execute_process(
        COMMAND "${CMAKE_SOURCE_DIR}/cmake/${script}" "${SAPA_DEPS}"
        OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE
        ERROR_VARIABLE words ERROR_STRIP_TRAILING_WHITESPACE
        RESULT_VARIABLE failed)
    if(failed)
        message(FATAL_ERROR "${words}")
    endif()
    if(words)
        message(STATUS "${words}")
    endif()
    set(${out} "${folder}" PARENT_SCOPE)
endfunction()

# A static archive and header folder of the system as one imported target.
function(sapa_system_library target debian header archive)
    find_path(${target}_INCLUDE "${header}")
    set(found ${${target}_INCLUDE})
    if(archive)
        find_library(${target}_ARCHIVE "${archive}")
        if(NOT ${target}_ARCHIVE)
            set(found "")
        endif()
    endif()
    if(NOT found)
        message(FATAL_ERROR "${header} or its static library is missing: install the Debian package ${debian}")
    endif()
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    if(archive)
        target_link_libraries(${target} INTERFACE "${${target}_ARCHIVE}")
    endif()
    if(NOT ${target}_INCLUDE STREQUAL "/usr/include")
        target_include_directories(${target} SYSTEM INTERFACE "${${target}_INCLUDE}")
    endif()
endfunction()

# Reads `#define NAME VALUE` out of a header.
function(sapa_define_of header name out)
    file(STRINGS "${header}" lines REGEX "^[ \t]*#[ \t]*define[ \t]+${name}[ \t]")
    list(GET lines 0 line)
    string(REGEX REPLACE "^[ \t]*#[ \t]*define[ \t]+${name}[ \t]+\"?([^\" \t]*)\"?.*$" "\\1" value "${line}")
    set(${out} "${value}" PARENT_SCOPE)
endfunction()

sapa_system_library(dep_json nlohmann-json3-dev nlohmann/json.hpp "")
sapa_system_library(dep_cli11 libcli11-dev CLI/CLI.hpp "")
sapa_system_library(dep_sodium libsodium-dev sodium.h libsodium.a)
sapa_system_library(dep_sqlitecpp libsqlitecpp-dev SQLiteCpp/SQLiteCpp.h libSQLiteCpp.a)
if(SAPA_TESTS)
    sapa_system_library(dep_doctest doctest-dev doctest/doctest.h "")
endif()

# --- OpenSSL. Newer builds of libcrypto.a lean on zlib and zstd; pkg-config knows.
sapa_system_library(dep_openssl libssl-dev openssl/ssl.h libssl.a)
find_library(dep_openssl_CRYPTO libcrypto.a REQUIRED)
target_link_libraries(dep_openssl INTERFACE "${dep_openssl_CRYPTO}" Threads::Threads ${CMAKE_DL_LIBS})
pkg_check_modules(openssl_static QUIET libcrypto)
foreach(name IN LISTS openssl_static_STATIC_LIBRARIES)
    if(name MATCHES "^(z|zstd|brotlicommon|brotlienc|brotlidec|jitterentropy)$")
        find_library(dep_openssl_${name} lib${name}.a)
        if(NOT dep_openssl_${name})
            message(FATAL_ERROR "OpenSSL here needs a static lib${name}.a; install its -dev package")
        endif()
        target_link_libraries(dep_openssl INTERFACE "${dep_openssl_${name}}")
    endif()
endforeach()

# --- SQLite with whole-file encryption. No -maes and the like: the code chooses at run time
# what the processor can do, so the executable starts on any x86-64 or arm64.
sapa_fetch(fetch-sqlite3mc.sh sqlite3mc_folder)
add_library(sqlite3mc STATIC "${sqlite3mc_folder}/sqlite3.c" "${CMAKE_SOURCE_DIR}/cmake/sqlite_guard.c")
target_include_directories(sqlite3mc SYSTEM PUBLIC "${sqlite3mc_folder}")
target_link_libraries(sqlite3mc PRIVATE sapa_common PUBLIC Threads::Threads m)
target_compile_options(sqlite3mc PRIVATE -O2 -g0 -w)
target_compile_definitions(sqlite3mc PRIVATE
    NDEBUG
    SQLITE_THREADSAFE=2
    SQLITE_DQS=0
    SQLITE_DEFAULT_FOREIGN_KEYS=1
    SQLITE_DEFAULT_MEMSTATUS=0
    SQLITE_DEFAULT_SYNCHRONOUS=2
    SQLITE_DEFAULT_WAL_SYNCHRONOUS=2
    SQLITE_ENABLE_COLUMN_METADATA
    SQLITE_ENABLE_DBSTAT_VTAB
    SQLITE_ENABLE_FTS5
    SQLITE_ENABLE_MATH_FUNCTIONS
    SQLITE_ENABLE_STAT4
    SQLITE_LIKE_DOESNT_MATCH_BLOBS
    SQLITE_OMIT_DEPRECATED
    SQLITE_OMIT_LOAD_EXTENSION
    SQLITE_OMIT_SHARED_CACHE
    SQLITE_SECURE_DELETE
    SQLITE_TEMP_STORE=2
    SQLITE_TRUSTED_SCHEMA=0
    SQLITE_USE_URI=0
    # A commit waits for one sync of the log: fdatasync leaves the file's times for later.
    HAVE_FDATASYNC=1
    HAVE_USLEEP=1
    HAVE_CIPHER_AES_128_CBC=0
    HAVE_CIPHER_AES_256_CBC=0
    HAVE_CIPHER_SQLCIPHER=0
    HAVE_CIPHER_RC4=0
    HAVE_CIPHER_ASCON128=0)

# SQLiteCpp is Debian's archive; it only needs the sqlite3_* symbols, and those are ours.
target_link_libraries(dep_sqlitecpp INTERFACE sqlite3mc)

# --- cpp-httplib: the defines change class layouts, so they are the same for everyone.
sapa_fetch(fetch-httplib.sh httplib_folder)
add_library(httplib_split STATIC "${httplib_folder}/httplib.cc")
target_include_directories(httplib_split SYSTEM PUBLIC "${httplib_folder}")
target_compile_definitions(httplib_split PUBLIC
    CPPHTTPLIB_OPENSSL_SUPPORT
    CPPHTTPLIB_USE_POLL
    CPPHTTPLIB_LISTEN_BACKLOG=4096)
target_compile_options(httplib_split PRIVATE -w)
target_link_libraries(httplib_split PRIVATE sapa_instrumented PUBLIC dep_openssl Threads::Threads)

# --- Versions, for `sapa version --verbose`.
sapa_define_of("${sqlite3mc_folder}/sqlite3.h" SQLITE_VERSION sqlite_version)
foreach(part IN ITEMS MAJOR MINOR RELEASE)
    sapa_define_of("${sqlite3mc_folder}/sqlite3.h" SQLITE3MC_VERSION_${part} sqlite3mc_${part})
endforeach()
sapa_define_of("${httplib_folder}/httplib.h" CPPHTTPLIB_VERSION httplib_version)
sapa_define_of("${dep_sodium_INCLUDE}/sodium/version.h" SODIUM_VERSION_STRING sodium_version)
sapa_define_of("${dep_cli11_INCLUDE}/CLI/Version.hpp" CLI11_VERSION cli11_version)
sapa_define_of("${dep_sqlitecpp_INCLUDE}/SQLiteCpp/SQLiteCpp.h" SQLITECPP_VERSION sqlitecpp_version)
sapa_define_of("${dep_openssl_INCLUDE}/openssl/opensslv.h" OPENSSL_VERSION_STR openssl_version)
set(json_macros "${dep_json_INCLUDE}/nlohmann/detail/abi_macros.hpp")
foreach(part IN ITEMS MAJOR MINOR PATCH)
    sapa_define_of("${json_macros}" NLOHMANN_JSON_VERSION_${part} json_${part})
endforeach()
execute_process(COMMAND getconf GNU_LIBC_VERSION OUTPUT_VARIABLE libc_version ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REPLACE "glibc " "" libc_version "${libc_version}")

# The root certificates that go into the executable: those of the package, without what this
# machine's owner added for himself.
set(SAPA_CA_FOLDER "/usr/share/ca-certificates/mozilla" CACHE PATH "Root certificates to embed, one .crt each")
file(GLOB ca_files "${SAPA_CA_FOLDER}/*.crt")
list(LENGTH ca_files ca_count)
if(ca_count LESS 50)
    message(FATAL_ERROR "${SAPA_CA_FOLDER} holds no root certificates: install the Debian package ca-certificates")
endif()
set(ca_text "")
foreach(file IN LISTS ca_files)
    file(READ "${file}" one)
    string(APPEND ca_text "${one}")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/ca-certificates.crt" CONTENT "${ca_text}" @ONLY)
execute_process(COMMAND dpkg-query --show "--showformat=\${Version}" ca-certificates
    OUTPUT_VARIABLE ca_version ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT ca_version)
    list(GET ca_files 0 one)
    file(TIMESTAMP "${one}" ca_version "%Y%m%d" UTC)
endif()

# SOURCE_DATE_EPOCH, where it is set, keeps builds the same.
string(TIMESTAMP built_on "%Y-%m-%d" UTC)
configure_file("${CMAKE_SOURCE_DIR}/cmake/sapa_versions.hpp.in"
    "${CMAKE_BINARY_DIR}/generated/sapa_versions.hpp" @ONLY)
