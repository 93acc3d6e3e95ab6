// The emulated driver: modules and launches. The PTX is read for its version, target, kernel names and parameter sizes; the code
// that runs was compiled by g++.
#include "driver.h"
#include <set>

struct Entry {
    std::vector<size_t> params;
    size_t shared = 0;
    long maxThreads = 1024;
};
struct Func {
    const Kernel* k;
    Entry e;
};
struct Module {
    std::map<std::string, Entry> entries;
    std::map<std::string, std::unique_ptr<Func>> funcs;
    std::string text;
};
static std::set<Module*>& modules() {
    static auto* m = new std::set<Module*>;
    return *m;
}
static size_t ptxSize(const std::string& p) {
    size_t n = 0, a = p.find('[');
    static const std::map<std::string, size_t> t = { { "8", 1 }, { "16", 2 }, { "32", 4 }, { "64", 8 } };
    for (size_t i = p.find('.', 1); i != std::string::npos; i = p.find('.', i + 1)) {
        size_t k = i + 1;
        char c = p[k];
        if ((c == 'u' || c == 's' || c == 'f' || c == 'b') && isdigit(p[k + 1])) {
            auto it = t.find(p.substr(k + 1, p.find_first_of(" \t[", k) - k - 1));
            if (it != t.end()) n = it->second;
        }
    }
    return a == std::string::npos ? n : n * (size_t)atol(p.c_str() + a + 1);
}
X cuModuleLoadData(void** out, const void* img) {
    CTX const char* s = (const char*)img;
    const char *v = strstr(s, ".version"), *t = strstr(s, ".target sm_");
    if (!v || !t) return say(200, "the image is no PTX text; only PTX can be loaded");
    if (long refusal = env("EMU_NO_JIT", 0)) return (int)refusal;
    int major = 0, minor = 0;
    sscanf(v + 8, "%d.%d", &major, &minor);
    long drv = env("EMU_DRIVER", 12000);
    int top = drv >= 13000 ? 90 + (int)(drv - 13000) / 10 : drv >= 12000 ? 80 + (int)(drv - 12000) / 10 : 78;
    if (major * 10 + minor > top) return say(222, "the PTX's .version is newer than this driver knows");
    if (atol(t + 11) > env("EMU_SM", 75)) return say(209, "the PTX's .target is newer than this device");
    auto* m = new Module;
    m->text = s;
    const std::string& x = m->text;
    for (size_t i = x.find(".entry"); i != std::string::npos; i = x.find(".entry", i + 1)) {
        size_t a = x.find_first_not_of(" \t\r\n", i + 6), e = x.find_first_of(" \t\r\n({", a);
        Entry& en = m->entries[x.substr(a, e - a)];
        auto& sz = en.params;
        size_t end = std::min(x.find(".entry", e), x.size()), mt = x.find(".maxntid", e);
        long d[3] = { 1, 1, 1 };
        if (mt < end && sscanf(x.c_str() + mt + 8, " %ld , %ld , %ld", d, d + 1, d + 2) > 0)
            en.maxThreads = d[0] * d[1] * d[2]; // __launch_bounds__
        for (size_t q = x.find(".shared .align", e); q < end; q = x.find(".shared .align", q + 1)) {
            size_t b = x.find_first_of("[;\n", q);
            if (x[b] == '[') en.shared += (size_t)atol(x.c_str() + b + 1);
        }
        size_t o = x.find_first_not_of(" \t\r\n", e);
        if (o == std::string::npos || x[o] != '(') continue;
        size_t c = x.find(')', o);
        std::string ps = x.substr(o + 1, c - o - 1);
        for (size_t q = ps.find(".param"); q != std::string::npos;) {
            size_t nx = ps.find(".param ", q + 6);
            sz.push_back(ptxSize(ps.substr(q, nx == std::string::npos ? nx : nx - q)));
            q = nx;
        }
    }
    modules().insert(m);
    liveModules = modules().size();
    *out = m;
    return 0;
}
X cuModuleUnload(void* h) {
    G;
    if (!modules().count((Module*)h)) return 400;
    drain_all();
    modules().erase((Module*)h);
    delete (Module*)h;
    liveModules = modules().size();
    return 0;
}
X cuModuleGetFunction(void** f, void* h, const char* n) {
    CTX auto* m = (Module*)h;
    if (!modules().count(m)) return 400;
    auto e = m->entries.find(n);
    char s[300];
    if (e == m->entries.end()) {
        snprintf(s, sizeof s, "the PTX has no kernel '%s'", n);
        return say(500, s);
    }
    auto it = kernels_().find(n);
    if (it == kernels_().end()) {
        snprintf(s, sizeof s, "kernel '%s' is in the PTX but was not compiled into the emulator: rebuild it with the .cu file", n);
        return say(500, s);
    }
    if (e->second.params != it->second.size) {
        snprintf(s, sizeof s,
                 "kernel '%s': the PTX and the .cu differ in their parameters (%zu against %zu, or their sizes): one of them is stale", n,
                 e->second.params.size(), it->second.size.size());
        return say(218, s);
    }
    auto& p = m->funcs[n];
    if (!p) {
        p.reset(new Func);
        p->k = &it->second;
        p->e = e->second;
    }
    *f = p.get();
    return 0;
}

X cuLaunchKernel(void* fh, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned dyn, void* h,
                 void** params, void** extra) {
    CTX SP st = stream(h);
    if (!st || !fh) return 400;
    Func* f = (Func*)fh;
    const Kernel* k = f->k;
    char s[300];
    size_t np = k->size.size();
    const char* why = !gx || !gy || !gz                              ? "a grid dimension is 0"
                      : !bx || !by || !bz                            ? "a block dimension is 0"
                      : (size_t)bx * by * bz > 1024                  ? "more than 1024 threads per block"
                      : bx > 1024 || by > 1024 || bz > 64            ? "block dimension too large"
                      : gx > 2147483647u || gy > 65535 || gz > 65535 ? "grid dimension too large"
                      : (long)bx * by * bz > f->e.maxThreads         ? "more threads than the kernel's __launch_bounds__"
                      : dyn                                          ? "dynamic shared memory is not emulated"
                      : f->e.shared > 49152                          ? "more than 48 KiB of shared memory"
                      : np && !params && !extra ? "parameters missing"
                                                : nullptr;
    if (why) {
        snprintf(s, sizeof s, "launch of '%s' with grid (%u,%u,%u), block (%u,%u,%u), %u bytes shared: %s", k->name.c_str(), gx, gy, gz, bx,
                 by, bz, dyn, why);
        return say(1, s);
    }
    struct Args {
        std::vector<std::vector<char>> v;
        std::vector<void*> p;
    };
    auto a = std::make_shared<Args>();
    size_t off = 0;
    char* buf = nullptr;
    if (!params && extra)
        for (int i = 0; extra[i] != nullptr && i < 8; i += 2)
            if (extra[i] == (void*)1) buf = (char*)extra[i + 1];
    for (size_t i = 0; i < np; i++) {
        size_t n = k->size[i], al = k->align[i];
        off = (off + al - 1) / al * al;
        const char* src = params ? (char*)params[i] : buf ? buf + off : nullptr;
        off += n;
        if (!src) {
            snprintf(s, sizeof s, "launch of '%s': parameter %zu is null", k->name.c_str(), i);
            return say(1, s);
        }
        a->v.emplace_back(src, src + n);
    } // copied now, as the real call does
    for (auto& x : a->v) a->p.push_back(x.data());
    return put(st, [=] {
        std::string msg;
        static const int nt = (int)env("EMU_THREADS", 1);
        static const long trace = env("EMU_TRACE", 0);
        double t0 = now();
        int e = launch_({ k, dim3(gx, gy, gz), dim3(bx, by, bz), a->p.data(), nt, launches++ }, msg);
        if (trace)
            fprintf(stderr, "emulator: %s <<<(%u,%u,%u),(%u,%u,%u)>>> %.3f ms\n", k->name.c_str(), gx, gy, gz, bx, by, bz, now() - t0);
        if (e)
            fatal(e, msg);
        else
            for (auto& m : live)
                if (!zones(m.second, "after kernel", k->name.c_str())) break;
    });
}
