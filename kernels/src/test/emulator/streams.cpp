// The emulated driver: streams, events, graphs.
#include "driver.h"

SP& zero() {
    static auto* s = new SP(std::make_shared<Stream>());
    return *s;
}
std::map<void*, SP>& streams() {
    static auto* m = new std::map<void*, SP>;
    return *m;
}
static bool lazy() {
    static bool l = env("EMU_LAZY", 1) != 0;
    return l;
}
SP stream(void* h) {
    if (h == nullptr || h == (void*)1 || h == (void*)2) return zero();
    auto it = streams().find(h);
    return it == streams().end() ? nullptr : it->second;
}
void drain(Stream& s, unsigned long upto) {
    while (s.done < upto && !s.q.empty()) {
        Op f = std::move(s.q.front());
        s.q.pop_front();
        if (!sticky) f();
        s.done++;
    }
}
void drain_all() {
    drain(*zero());
    for (auto& e : streams()) drain(*e.second);
}
bool capturing() {
    if (zero()->capture) return true;
    for (auto& e : streams())
        if (e.second->capture) return true;
    return false;
}
int put(const SP& s, Op f) {
    if (s->capture) {
        s->capture->ops.push_back(f);
        return 0;
    }
    std::vector<std::pair<SP, unsigned long>> before; // the legacy default stream and blocking streams wait for each other
    if (s == zero()) {
        for (auto& e : streams())
            if (!e.second->nonBlocking && !e.second->q.empty()) before.push_back({ e.second, e.second->issued });
    } else if (!s->nonBlocking && !zero()->q.empty())
        before.push_back({ zero(), zero()->issued });
    s->issued++;
    s->q.push_back(before.empty() ? f : [before, f] {
        for (auto& b : before) drain(*b.first, b.second);
        f();
    });
    if (!lazy()) {
        drain(*s);
        return sticky;
    }
    return 0;
}
int emu_enqueue(void* h, Op f, const char*) {
    CTX SP s = stream(h);
    if (!s) return 400;
    return put(s, f);
}
int emu_drain(void* h) {
    CTX SP s = stream(h);
    if (!s) return 400;
    if (capturing()) return 900;
    drain(*s);
    return sticky;
}
int now_(Op f) {
    if (capturing()) return 900;
    int r = put(zero(), f);
    drain(*zero());
    return sticky ? sticky : r;
}

X cuStreamCreate(void** h, unsigned flags) {
    CTX SP s = std::make_shared<Stream>();
    s->nonBlocking = flags & 1;
    *h = s.get();
    streams()[s.get()] = s;
    return 0;
}
X cuStreamCreateWithPriority(void** h, unsigned flags, int) { return cuStreamCreate(h, flags); }
X cuStreamGetPriority(void*, int* p) {
    CTX* p = 0;
    return 0;
}
X cuStreamGetFlags(void* h, unsigned* f) {
    CTX SP s = stream(h);
    if (!s) return 400;
    *f = s->nonBlocking;
    return 0;
}
X cuStreamDestroy_v2(void* h) {
    CTX auto it = streams().find(h);
    if (it == streams().end()) return 400;
    SP s = it->second;
    drain(*s);
    streams().erase(h);
    return sticky;
}
X cuStreamSynchronize(void* h) {
    CTX SP s = stream(h);
    if (!s) return 400;
    if (s->capture) return 900;
    drain(*s);
    return sticky;
}
X cuStreamQuery(void* h) {
    CTX SP s = stream(h);
    if (!s) return 400;
    if (s->q.empty()) return 0;
    drain(*s, s->done + 1);
    return sticky ? sticky : s->q.empty() ? 0 : 600;
}
struct Event {
    SP s;
    unsigned long seq = 0;
    double t = 0;
    bool recorded = false, done = false, timed = true;
};
typedef std::shared_ptr<Event> EP;
static std::map<void*, EP>& events() {
    static auto* m = new std::map<void*, EP>;
    return *m;
}
static EP event(void* e) {
    auto it = events().find(e);
    return it == events().end() ? nullptr : it->second;
}
X cuEventCreate(void** e, unsigned flags) {
    CTX EP x = std::make_shared<Event>();
    x->timed = !(flags & 2);
    events()[x.get()] = x;
    *e = x.get();
    liveEvents = events().size();
    return 0;
}
X cuEventDestroy_v2(void* e) {
    G;
    int r = events().erase(e) ? 0 : 400;
    liveEvents = events().size();
    return r;
}
X cuEventRecord(void* e, void* h) {
    CTX EP x = event(e);
    SP s = stream(h);
    if (!x || !s) return 400;
    if (s->capture) return 0;
    x->recorded = true;
    x->done = false;
    x->s = s;
    x->seq = s->issued + 1;
    unsigned long seq = x->seq;
    return put(s, [x, seq] {
        if (x->seq == seq) {
            x->t = now();
            x->done = true;
        }
    });
}
X cuEventRecordWithFlags(void* e, void* h, unsigned) { return cuEventRecord(e, h); }
X cuEventSynchronize(void* e) {
    CTX EP x = event(e);
    if (!x) return 400;
    if (capturing()) return 900;
    if (x->recorded) drain(*x->s, x->seq);
    return sticky;
}
X cuEventQuery(void* e) {
    CTX EP x = event(e);
    if (!x) return 400;
    if (!x->recorded || x->done) return 0;
    drain(*x->s, x->s->done + 1);
    return sticky ? sticky : x->done ? 0 : 600;
}
X cuEventElapsedTime(float* ms, void* a, void* b) {
    CTX EP x = event(a), y = event(b);
    if (!x || !y || !x->recorded || !y->recorded || !x->timed || !y->timed) return 400;
    if (!x->done || !y->done) return 600;
    *ms = (float)(y->t - x->t);
    return 0;
}
X cuStreamWaitEvent(void* h, void* e, unsigned) {
    CTX SP s = stream(h);
    EP x = event(e);
    if (!s || !x) return 400;
    if (s->capture || !x->recorded) return 0;
    SP from = x->s;
    unsigned long seq = x->seq;
    return put(s, [from, seq] { drain(*from, seq); });
}
X cuStreamBeginCapture_v2(void* h, int) {
    CTX SP s = stream(h);
    if (!s || s == zero()) return s ? 900 : 400;
    if (s->capture) return 401;
    s->capture = std::make_shared<Graph>();
    return 0;
}
X cuStreamIsCapturing(void* h, int* st) {
    CTX SP s = stream(h);
    if (!s) return 400;
    *st = s->capture ? 1 : 0;
    return 0;
}
static std::map<void*, std::shared_ptr<Graph>>& graphs() {
    static auto* m = new std::map<void*, std::shared_ptr<Graph>>;
    return *m;
}
X cuStreamEndCapture(void* h, void** g) {
    CTX SP s = stream(h);
    if (!s) return 400;
    if (!s->capture) return 401;
    *g = s->capture.get();
    graphs()[*g] = s->capture;
    s->capture.reset();
    return 0;
}
X cuGraphInstantiateWithFlags(void** x, void* g, unsigned long long) {
    CTX auto it = graphs().find(g);
    if (it == graphs().end()) return 400;
    auto c = std::make_shared<Graph>(*it->second);
    graphs()[c.get()] = c;
    *x = c.get();
    return 0;
}
X cuGraphUpload(void*, void*) { CTX return 0; }
X cuGraphLaunch(void* x, void* h) {
    CTX SP s = stream(h);
    auto it = graphs().find(x);
    if (!s || it == graphs().end()) return 400;
    for (auto& f : it->second->ops) put(s, f);
    return lazy() ? 0 : sticky;
}
X cuGraphExecDestroy(void* x) {
    G;
    return graphs().erase(x) ? 0 : 400;
}
X cuGraphDestroy(void* x) {
    G;
    return graphs().erase(x) ? 0 : 400;
}
