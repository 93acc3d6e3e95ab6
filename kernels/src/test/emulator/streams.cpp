// The emulated driver: streams and events.
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
int put(const SP& s, Op f) {
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
    drain(*s);
    return sticky;
}

X cuStreamCreate(void** h, unsigned flags) {
    CTX SP s = std::make_shared<Stream>();
    s->nonBlocking = flags & 1;
    *h = s.get();
    streams()[s.get()] = s;
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
    drain(*s);
    return sticky;
}
struct Event {
    SP s;
    unsigned long seq = 0;
    bool recorded = false;
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
X cuEventCreate(void** e, unsigned) {
    CTX EP x = std::make_shared<Event>();
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
    x->recorded = true;
    x->s = s;
    x->seq = s->issued + 1;
    return put(s, [] {}); // it is over when the stream has come this far
}
X cuEventSynchronize(void* e) {
    CTX EP x = event(e);
    if (!x) return 400;
    if (x->recorded) drain(*x->s, x->seq);
    return sticky;
}
