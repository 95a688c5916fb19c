#pragma once

#include "db/reader.hpp"

namespace control {

class ControlWriter;

// The right to read control.db. One thread at a time.
class ControlReader : public db::Reader {
public:
    using db::Reader::Reader;
    explicit ControlReader(db::Reader const& reader) : db::Reader(reader) {}
    inline ControlReader(ControlWriter const& writer);
};

// The right to change control.db, inside a transaction that its owner commits.
class ControlWriter : public db::Writer {
public:
    using db::Writer::Writer;
    explicit ControlWriter(db::Writer const& writer) : db::Writer(writer) {}
};

inline ControlReader::ControlReader(ControlWriter const& writer) : db::Reader(writer) {}

}  // namespace control
