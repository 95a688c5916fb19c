// Runs a fuzz target over files and folders without libFuzzer, with every beginning of each file too:
// seeds and what was found once stay in the ordinary tests.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** words)
{
    int files = 0;
    for (int i = 1; i < count; ++i)
        for (auto const& entry : std::filesystem::recursive_directory_iterator(words[i])) {
            if (!entry.is_regular_file())
                continue;
            std::ifstream in(entry.path(), std::ios::binary);
            std::string const bytes(std::istreambuf_iterator<char>(in), {});
            std::printf("%s\n", entry.path().c_str());
            std::fflush(stdout);
            auto const* const data = reinterpret_cast<std::uint8_t const*>(bytes.data());
            auto const step = bytes.size() / 64 + 1;
            for (std::size_t size = 0; size < bytes.size(); size += step)
                LLVMFuzzerTestOneInput(data, size);
            LLVMFuzzerTestOneInput(data, bytes.size());
            ++files;
        }
    std::printf("[doctest] test cases: %d | %d passed | 0 failed | 0 skipped\n", files, files);
    return files > 0 ? 0 : 1;
}
