# How our code is compiled and linked, and the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
# The precompiled header wants the same position setting in every target, libraries and
# executables alike, so it is a plain flag and not CMake's property.
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

if(NOT SAPA_SANITIZE MATCHES "^(|address|thread|fuzz)$")
    message(FATAL_ERROR "SAPA_SANITIZE is '${SAPA_SANITIZE}'; it may be empty, address, thread or fuzz")
endif()

# One cache for all work trees: paths below the source folder are told apart by their
# relative part only. The sloppiness is what a precompiled header needs.
find_program(CCACHE ccache)
if(CCACHE)
    set(launcher
        ${CMAKE_COMMAND} -E env
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
        CCACHE_NOHASHDIR=1
        CCACHE_PCH_EXTSUM=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# What every compiled file gets, dependencies that we compile among them.
add_library(sapa_common INTERFACE)
target_compile_options(sapa_common INTERFACE -fPIE -fno-plt -fstack-protector-strong)
# What is shipped leaves out at linking what nothing calls.
target_compile_options(sapa_common INTERFACE $<$<CONFIG:Release>:-ffunction-sections -fdata-sections>)

# Instrumentation, for our own code and cpp-httplib; SQLite stays as it is shipped.
add_library(sapa_instrumented INTERFACE)
if(SAPA_SANITIZE STREQUAL "address")
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(SAPA_SANITIZE STREQUAL "thread")
    set(sanitizers -fsanitize=thread -fno-omit-frame-pointer)
elseif(SAPA_SANITIZE STREQUAL "fuzz")
    # For the targets below tests/fuzz; clang only.
    set(sanitizers -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
else()
    set(sanitizers "")
    target_compile_options(sapa_common INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
target_compile_options(sapa_instrumented INTERFACE ${sanitizers})
target_link_options(sapa_instrumented INTERFACE ${sanitizers})
target_link_libraries(sapa_instrumented INTERFACE sapa_common)

# Our own code.
add_library(sapa_ours INTERFACE)
target_link_libraries(sapa_ours INTERFACE sapa_instrumented)
target_include_directories(sapa_ours INTERFACE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
target_compile_definitions(sapa_ours INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(sapa_ours INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic>)
if(SAPA_WERROR)
    target_compile_options(sapa_ours INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 warns of overlapping copies inside std::string that cannot happen (its bug 105651).
    target_compile_options(sapa_ours INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
if(SAPA_CRASH_POINTS)
    target_compile_definitions(sapa_ours INTERFACE SAPA_CRASH_POINTS)
endif()

# Executables are static and still placed at random; a sanitizer needs the shared libc.
add_library(sapa_linked INTERFACE)
if(SAPA_SANITIZE)
    target_link_options(sapa_linked INTERFACE -pie)
else()
    # The last two keep what nobody calls out, and the addresses to be moved in a tenth of their room.
    target_link_options(sapa_linked INTERFACE -static-pie -Wl,-z,relro,-z,now -Wl,--gc-sections
                        -Wl,-z,pack-relative-relocs)
endif()
