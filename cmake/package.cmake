# The Debian package (`cpack -G DEB` in the build folder).
install(TARGETS sapa RUNTIME DESTINATION bin)
