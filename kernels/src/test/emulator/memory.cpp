// The emulated driver: device memory, pinned memory, copies.
#include "driver.h"
#include <sys/mman.h>

std::map<dp, Alloc> live;
static std::deque<Alloc> dead;
size_t liveBytes = 0;
static long allocs = 0;
std::map<dp, size_t> pinned;
static const size_t PAGE = 4096, ZONE = 64;
size_t total() { return (size_t)env("EMU_MEM", 8192) << 20; }
static Alloc* find(dp a) {
    auto it = live.upper_bound(a);
    if (it == live.begin()) return nullptr;
    --it;
    Alloc& x = it->second;
    return a < x.p + std::max<size_t>(x.n, 1) ? &x : nullptr;
}
static bool range(dp a, size_t n) {
    if (!n) return true;
    Alloc* x = find(a);
    return x && a + n <= x->p + x->n;
}
bool emu_range(const void* p, size_t n) {
    G;
    return range((dp)p, n);
}
static int alloc(dp* out, size_t n) {
    if (!n) return 1;
    if (liveBytes + n > total()) return 2;
    size_t al = std::max<long>(4, env("EMU_ALIGN", 16)), body = (n + al - 1) / al * al, pages = (body + ZONE + PAGE - 1) / PAGE * PAGE;
    char* m = (char*)mmap(nullptr, pages + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (m == MAP_FAILED) return 2;
    mprotect(m + pages, PAGE, PROT_NONE);
    char* p = m + pages - body;
    memset(p - ZONE, 0xFD, ZONE);
    memset(p, 0xEE, n);
    memset(p + n, 0xFD, body - n);
    live[(dp)p] = { (dp)p, n, m, pages + PAGE, ++allocs };
    liveBytes += n;
    *out = (dp)p;
    return 0;
}
bool zones(const Alloc& a, const char* when, const char* who) {
    const unsigned char *p = (unsigned char*)a.p, *e = (unsigned char*)a.map + a.mapLen - PAGE;
    long at = 0;
    bool hit = false;
    for (const unsigned char* q = p - ZONE; q < p && !hit; q++)
        if (*q != 0xFD) {
            at = q - p;
            hit = true;
        }
    for (const unsigned char* q = p + a.n; q < e && !hit; q++)
        if (*q != 0xFD) {
            at = q - p;
            hit = true;
        }
    if (!hit) return true;
    char s[400];
    snprintf(s, sizeof s, "%s '%s': allocation #%ld of %zu bytes was written outside its bounds, at byte %ld", when, who, a.id, a.n, at);
    fatal(700, s);
    return false;
}
static void release(std::map<dp, Alloc>::iterator it) {
    Alloc a = it->second;
    live.erase(it);
    liveBytes -= a.n;
    mmap(a.map, a.mapLen, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    dead.push_back(a);
    if (dead.size() > 2000) {
        munmap(dead.front().map, dead.front().mapLen);
        dead.pop_front();
    }
}
void free_all() {
    for (auto it = live.begin(); it != live.end();) {
        auto k = it++;
        release(k);
    }
    for (auto& e : pinned) munmap((void*)e.first, (e.second + PAGE - 1) / PAGE * PAGE);
    pinned.clear();
}
static int free_(dp p) {
    if (!p) return 0;
    auto it = live.find(p);
    if (it == live.end()) {
        for (auto& d : dead)
            if (d.p == p) {
                char s[160];
                snprintf(s, sizeof s, "allocation #%ld (%zu bytes) freed twice", d.id, d.n);
                return say(1, s);
            }
        return say(1, "free of an address that is no allocation");
    }
    bool ok = zones(it->second, "found while freeing", "device memory");
    release(it);
    return ok ? 0 : 700;
}
bool describe_address_(uint64_t a, char* out, size_t n) {
    if (a < 4096) {
        snprintf(out, n, "null pointer plus %llu", (unsigned long long)a);
        return true;
    }
    for (auto& e : live) {
        Alloc& x = e.second;
        if (a + 65536 < (dp)x.map || a > (dp)x.map + x.mapLen + 65536) continue;
        if (a >= x.p + x.n) {
            snprintf(out, n, "%llu bytes past the end of allocation #%ld (%zu bytes = %zu floats)", (unsigned long long)(a - x.p - x.n),
                     x.id, x.n, x.n / 4);
            return true;
        }
        if (a < x.p) {
            snprintf(out, n, "%llu bytes before allocation #%ld (%zu bytes)", (unsigned long long)(x.p - a), x.id, x.n);
            return true;
        }
    }
    for (auto& x : dead)
        if (a >= (dp)x.map && a < (dp)x.map + x.mapLen) {
            snprintf(out, n, "inside allocation #%ld (%zu bytes), which was freed", x.id, x.n);
            return true;
        }
    return false;
}

X cuMemGetInfo_v2(size_t* f, size_t* t) {
    CTX* t = total();
    *f = total() - liveBytes;
    return 0;
} // exact: free + live = total
X cuMemAlloc_v2(dp* p, size_t n) { CTX return alloc(p, n); }
X cuMemFree_v2(dp p) {
    CTX drain_all();
    if (sticky) return sticky;
    return free_(p);
} // a real free waits too
X cuMemAllocHost_v2(void** p, size_t n) {
    CTX if (!n) return 1;
    void* m = mmap(nullptr, (n + PAGE - 1) / PAGE * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (m == MAP_FAILED) return 2;
    memset(m, 0xEE, n);
    pinned[(dp)m] = n;
    *p = m;
    return 0;
}
X cuMemFreeHost(void* p) {
    CTX drain_all();
    auto it = pinned.find((dp)p);
    if (it == pinned.end()) return say(1, "cuMemFreeHost of an address that is no pinned block");
    munmap(p, (it->second + PAGE - 1) / PAGE * PAGE);
    pinned.erase(it);
    return sticky;
}
static bool isPinned(const void* p, size_t n) {
    auto it = pinned.upper_bound((dp)p);
    if (it == pinned.begin()) return false;
    --it;
    return (dp)p + n <= it->first + it->second;
}
static bool dev(dp p, size_t n, const char* call) {
    if (range(p, n) || isPinned((void*)p, n)) return true;
    Alloc* x = find(p);
    char s[240];
    if (x)
        snprintf(s, sizeof s, "%s: %zu bytes at byte %llu of allocation #%ld, which has %zu", call, n, p - x->p, x->id, x->n);
    else
        snprintf(s, sizeof s, "%s: 0x%llx is in no live device allocation", call, p);
    say(1, s);
    return false;
}
X cuMemcpyHtoDAsync_v2(dp d, const void* s, size_t n, void* h) {
    CTX SP st = stream(h);
    if (!st) return 400;
    if (!dev(d, n, "cuMemcpyHtoDAsync")) return 1;
    if (isPinned(s, n)) return put(st, [=] { memcpy((void*)d, s, n); }); // pinned: read when the copy runs, so changing it too early shows
    auto v = std::make_shared<std::vector<char>>((const char*)s, (const char*)s + n);
    return put(st, [=] { memcpy((void*)d, v->data(), n); });
}
X cuMemcpyDtoHAsync_v2(void* d, dp s, size_t n, void* h) {
    CTX SP st = stream(h);
    if (!st) return 400;
    if (!dev(s, n, "cuMemcpyDtoHAsync")) return 1;
    if (isPinned(d, n)) return put(st, [=] { memcpy(d, (void*)s, n); });
    int r = put(st, [=] { memcpy(d, (void*)s, n); });
    drain(*st);
    return sticky ? sticky : r;
}
X cuMemcpyDtoDAsync_v2(dp d, dp s, size_t n, void* h) {
    CTX SP st = stream(h);
    if (!st) return 400;
    if (!dev(d, n, "cuMemcpyDtoDAsync") || !dev(s, n, "cuMemcpyDtoDAsync")) return 1;
    return put(st, [=] { memmove((void*)d, (void*)s, n); });
}
X cuMemsetD8Async(dp d, unsigned char v, size_t n, void* h) {
    CTX SP st = stream(h);
    if (!st) return 400;
    if (!dev(d, n, "cuMemsetD8Async")) return 1;
    return put(st, [=] { memset((void*)d, v, n); });
}
