# What is installed, and the Debian package (`cpack -G DEB` in the build folder).
include(GNUInstallDirs)

install(TARGETS sapa RUNTIME DESTINATION bin)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/systemd/sapa.service" DESTINATION lib/systemd/system)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/sysusers/sapa.conf" DESTINATION lib/sysusers.d)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/debian/copyright" DESTINATION share/doc/sapa)
install(FILES "${CMAKE_SOURCE_DIR}/README.md" DESTINATION share/doc/sapa OPTIONAL)
install(DIRECTORY "${CMAKE_SOURCE_DIR}/docs/" DESTINATION share/doc/sapa OPTIONAL
    FILES_MATCHING PATTERN "*.md")
install(FILES "${CMAKE_SOURCE_DIR}/packaging/sapa.env" DESTINATION /etc/sapa)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sapa)
set(CPACK_PACKAGE_VENDOR Sapa)
set(CPACK_PACKAGE_CONTACT "The Sapa authors <sapa@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Customer messaging in one executable")
set(CPACK_PACKAGE_DESCRIPTION
    "A shared inbox for a business's messages with its customers, with the dashboard,\n the database and everything else it needs inside one program.")
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Statically linked: it asks for no library. systemd makes the user and runs the service.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS systemd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    "${CMAKE_SOURCE_DIR}/packaging/debian/postinst"
    "${CMAKE_SOURCE_DIR}/packaging/debian/prerm"
    "${CMAKE_SOURCE_DIR}/packaging/debian/postrm"
    "${CMAKE_SOURCE_DIR}/packaging/debian/conffiles")
include(CPack)
