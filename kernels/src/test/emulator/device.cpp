// The emulated driver: settings, errors, device and context.
#include "driver.h"
#include <chrono>

long env(const char* n, long d) {
    const char* s = getenv(n);
    return s && *s ? atol(s) : d;
}
std::recursive_mutex& lock_() {
    static auto* m = new std::recursive_mutex;
    return *m;
}
double now() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
int sticky = 0;
static std::string stickyText;
bool inited = false;
int fatal(int code, const std::string& text) {
    if (!sticky) {
        sticky = code;
        stickyText = text;
    }
    fprintf(stderr, "emulator: %s\n", text.c_str());
    fflush(stderr);
    return code;
}
int say(int code, const char* text) {
    fprintf(stderr, "emulator: %s\n", text);
    return code;
}
static char theContext;
static int refs = 0;
int emu_current() { CTX return 0; }

// ---- start, device, context ----
X cuInit(unsigned) {
    G;
    if (env("EMU_NO_DEVICE", 0)) return 100;
    if (!inited) {
        inited = true;
        if (env("EMU_REPORT", 0))
            atexit([] {
                fprintf(stderr, "emulator: at exit %zu live allocations, %zu bytes, %zu streams, sticky error %d\n", live.size(), liveBytes,
                        streams().size(), sticky);
                int k = 0;
                for (auto& e : live)
                    if (k++ < 20)
                        fprintf(stderr, "emulator:   allocation #%ld, %zu bytes\n", e.second.id, e.second.n);
            });
    }
    return 0;
}
X cuDriverGetVersion(int* v) {
    *v = (int)env("EMU_DRIVER", 12000);
    return 0;
}
X cuDeviceGetCount(int* n) {
    if (!inited) return 3;
    *n = 1;
    return 0;
}
X cuDeviceGet(int* d, int o) {
    if (!inited) return 3;
    if (o) return 101;
    *d = o;
    return 0;
}
X cuDeviceGetName(char* s, int n, int d) {
    if (d) return 101;
    snprintf(s, n, "CPU-emulated CUDA device (no GPU)");
    return 0;
}
long launches = 0;
size_t liveEvents = 0, liveModules = 0;
X cuDeviceGetAttribute(int* v, int a, int d) {
    G;
    if (d) return 101;
    long sm = env("EMU_SM", 75);
    static const std::map<int, int> t = { { 1, 1024 },     { 2, 1024 },   { 3, 1024 },     { 4, 64 },   { 5, 2147483647 },  { 6, 65535 },
                                          { 7, 65535 },    { 8, 49152 },  { 9, 65536 },    { 10, 32 },  { 11, 2147483647 }, { 12, 65536 },
                                          { 13, 1000000 }, { 14, 512 },   { 15, 1 },       { 16, 2 },   { 17, 0 },          { 18, 0 },
                                          { 19, 1 },       { 20, 0 },     { 30, 512 },     { 31, 1 },   { 32, 0 },          { 33, 0 },
                                          { 34, 0 },       { 35, 0 },     { 36, 1000000 }, { 37, 128 }, { 38, 1 << 20 },    { 39, 1024 },
                                          { 40, 1 },       { 41, 1 },     { 50, 0 },       { 78, 1 },   { 79, 1 },          { 80, 1 },
                                          { 81, 65536 },   { 82, 65536 }, { 83, 0 },       { 84, 0 },   { 87, 32 },         { 88, 0 },
                                          { 89, 0 },       { 90, 1 },     { 91, 1 },       { 95, 0 },   { 99, 1 },          { 106, 16 },
                                          { 115, 1 } };
    switch (a) {
    case 75: *v = sm / 10; return 0;
    case 76: *v = sm % 10; return 0;
    // the emulator's own: a real driver answers CUDA_ERROR_INVALID_VALUE
    case 10000: *v = (int)live.size(); return 0;
    case 10001: *v = (int)pinned.size(); return 0;
    case 10002: *v = (int)streams().size(); return 0;
    case 10003: *v = (int)liveEvents; return 0;
    case 10004: *v = (int)liveModules; return 0;
    case 10005: *v = (int)launches; return 0;
    case 10006: {
        size_t k = zero()->q.size();
        for (auto& e : streams()) k += e.second->q.size();
        *v = (int)k;
        return 0;
    }
    }
    auto it = t.find(a);
    if (it == t.end()) {
        *v = 0;
        return a > 0 && a < 140 ? 0 : 1;
    }
    *v = it->second;
    return 0;
}
static void wipe() {
    zero()->q.clear();
    streams().clear();
    free_all();
    sticky = 0;
    stickyText.clear();
}
X cuDevicePrimaryCtxRetain(void** c, int d) {
    G;
    if (!inited) return 3;
    if (d) return 101;
    refs++;
    *c = &theContext;
    return 0;
}
X cuDevicePrimaryCtxRelease_v2(int) {
    G;
    if (!refs) return 201;
    if (--refs == 0) {
        if (!sticky) drain_all();
        wipe();
        tls_.ctx = nullptr;
    }
    return 0;
}
X cuDevicePrimaryCtxReset_v2(int) {
    G;
    wipe();
    return 0;
}
X cuCtxSetCurrent(void* c) {
    if (c && c != &theContext) return 201;
    tls_.ctx = c;
    if (!c || !env("EMU_EARLY", 0)) return 0;
    G;
    drain_all();
    return sticky; // what work of earlier calls made of itself: NVIDIA's documentation allows it
}

// ---- error texts ----
static const std::map<int, const char*>& names() {
    static const auto* m = new std::map<int, const char*>{ { 0, "CUDA_SUCCESS" },
                                                           { 1, "CUDA_ERROR_INVALID_VALUE" },
                                                           { 2, "CUDA_ERROR_OUT_OF_MEMORY" },
                                                           { 3, "CUDA_ERROR_NOT_INITIALIZED" },
                                                           { 100, "CUDA_ERROR_NO_DEVICE" },
                                                           { 101, "CUDA_ERROR_INVALID_DEVICE" },
                                                           { 200, "CUDA_ERROR_INVALID_IMAGE" },
                                                           { 201, "CUDA_ERROR_INVALID_CONTEXT" },
                                                           { 209, "CUDA_ERROR_NO_BINARY_FOR_GPU" },
                                                           { 218, "CUDA_ERROR_INVALID_PTX" },
                                                           { 221, "CUDA_ERROR_JIT_COMPILER_NOT_FOUND" },
                                                           { 222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION" },
                                                           { 223, "CUDA_ERROR_JIT_COMPILATION_DISABLED" },
                                                           { 400, "CUDA_ERROR_INVALID_HANDLE" },
                                                           { 500, "CUDA_ERROR_NOT_FOUND" },
                                                           { 700, "CUDA_ERROR_ILLEGAL_ADDRESS" },
                                                           { 710, "CUDA_ERROR_ASSERT" },
                                                           { 716, "CUDA_ERROR_MISALIGNED_ADDRESS" },
                                                           { 719, "CUDA_ERROR_LAUNCH_FAILED" },
                                                           { 801, "CUDA_ERROR_NOT_SUPPORTED" },
                                                           { 999, "CUDA_ERROR_UNKNOWN" } };
    return *m;
}
X cuGetErrorName(int e, const char** s) {
    auto it = names().find(e);
    *s = it == names().end() ? nullptr : it->second;
    return *s ? 0 : 1;
}
X cuGetErrorString(int e, const char** s) {
    G;
    if (e && e == sticky) {
        *s = stickyText.c_str();
        return 0;
    }
    return cuGetErrorName(e, s);
} // the emulator's message, where a driver has a fixed text
// whatever else the binding may call: stubs made by build.sh from names-cuda.txt
EXPORT int emu_missing(const char* name) {
    fprintf(stderr, "emulator: %s is not emulated\n", name);
    return 801;
}
