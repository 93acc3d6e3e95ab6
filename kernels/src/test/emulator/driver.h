// An emulated libcuda.so.1: the driver calls that a back end makes, over host memory. NOT a GPU: see README.md.
// What its parts share; device.cpp, memory.cpp, streams.cpp and modules.cpp implement it.
// Settings (environment): README.md has them.
#pragma once
#include "shim.h"
#include "emu.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#define X EXPORT int // a driver call: 0 or a CUresult
typedef unsigned long long dp;

// ---- device.cpp: settings, errors, the context ----
long env(const char* n, long d);
std::recursive_mutex& lock_();
#define G std::lock_guard<std::recursive_mutex> guard_(lock_())
double now(); // milliseconds
extern int sticky;  // an error that only a new context ends
extern bool inited;
int fatal(int code, const std::string& text);   // makes an error sticky
int say(int code, const char* text);
#define CTX                    \
    G;                         \
    if (!inited) return 3;     \
    if (!tls_.ctx) return 201; \
    if (sticky) return sticky;
extern long launches;
extern size_t liveEvents, liveModules;

// ---- memory.cpp: each allocation ends at a page that may not be touched; before and after it a red zone; freed pages stay
// unmapped for a while ----
struct Alloc {
    dp p;
    size_t n;
    char* map;
    size_t mapLen;
    long id;
};
extern std::map<dp, Alloc> live;
extern std::map<dp, size_t> pinned;
extern size_t liveBytes;
size_t total();
bool zones(const Alloc& a, const char* when, const char* who); // whether the red zones are untouched
void free_all();

// ---- streams.cpp: asynchronous work waits in its stream until something synchronises (EMU_LAZY=0: runs at once) ----
typedef std::function<void()> Op;
struct Stream {
    std::deque<Op> q;
    unsigned long issued = 0, done = 0;
    bool nonBlocking = false;
};
typedef std::shared_ptr<Stream> SP;
SP& zero(); // the legacy default stream
std::map<void*, SP>& streams();
SP stream(void* h); // null for an unknown handle
void drain(Stream& s, unsigned long upto = ~0ul);
void drain_all();
int put(const SP& s, Op f);
