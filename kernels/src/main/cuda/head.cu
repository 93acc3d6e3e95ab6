// Consumers of score tiles: softmax loss and sums, ranks, top-k. A tile holds the scores of all B sessions for the items [from, from + items),
// row-major with `stride` numbers from one session to the next. Items are read in chunks of 2048, so that how a session's numbers are
// added depends on the catalogue alone.
#define CHUNK 2048
#define THREADS 256
typedef unsigned long long u64;

static __device__ float block_sum(float v, float* part)
{
    part[threadIdx.x] = v;
    __syncthreads();
    for (int o = THREADS / 2; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) part[threadIdx.x] += part[threadIdx.x + o];
        __syncthreads();
    }
    float sum = part[0];
    __syncthreads();
    return sum;
}

static __device__ float block_max(float v, float* part)
{
    part[threadIdx.x] = v;
    __syncthreads();
    for (int o = THREADS / 2; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) part[threadIdx.x] = fmaxf(part[threadIdx.x], part[threadIdx.x + o]);
        __syncthreads();
    }
    float m = part[0];
    __syncthreads();
    return m;
}

// For each chunk: m = max s and sum exp(s - m), at [b, from / CHUNK + chunk] of [B, chunks] (streaming softmax: Milakov and Gimelshein,
// 2018); picked[b] = the target's score, unless targets is null.
// Block: one chunk of one session; grid: ceil(items / CHUNK) * B. 4 bytes and an exp per score.
extern "C" __global__ void __launch_bounds__(THREADS) softmax_chunks(int items, int stride, int from, int chunks, const float* __restrict__ tile,
                                                                     const int* __restrict__ targets, float* __restrict__ maxima,
                                                                     float* __restrict__ sums, float* __restrict__ picked)
{
    __shared__ float part[THREADS];
    int across = (items + CHUNK - 1) / CHUNK;
    int b = (int)blockIdx.x / across, chunk = (int)blockIdx.x % across, begin = chunk * CHUNK;
    const float* row = tile + (long long)b * stride;
    float s[CHUNK / THREADS];
    float m = -3.402823466e38f; // below every score but -inf, from which it differs by -inf and not by NaN
#pragma unroll
    for (int q = 0; q < CHUNK / THREADS; q++) {
        int i = begin + q * THREADS + (int)threadIdx.x;
        s[q] = i < items ? row[i] : -__int_as_float(0x7f800000);
        m = fmaxf(m, s[q]);
        if (targets && i < items && from + i == targets[b]) picked[b] = s[q];
    }
    m = block_max(m, part);
    float sum = 0.f;
#pragma unroll
    for (int q = 0; q < CHUNK / THREADS; q++) {
        int i = begin + q * THREADS + (int)threadIdx.x;
        if (i < items) sum += expf(s[q] - m);
    }
    sum = block_sum(sum, part);
    if (threadIdx.x == 0) {
        long long at = (long long)b * chunks + from / CHUNK + chunk;
        maxima[at] = m;
        sums[at] = sum;
    }
}

// From a session's chunks: *top = m = max s and sum exp(s - m), every lane of a warp having both.
static __device__ double chunks_sum(int chunks, const float* ms, const float* sums, float* top)
{
    int lane = (int)(threadIdx.x & 31);
    float m = -__int_as_float(0x7f800000);
    for (int q = lane; q < chunks; q += 32) m = fmaxf(m, ms[q]);
    for (int o = 16; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(0xffffffffu, m, o));
    double sum = 0;
    for (int q = lane; q < chunks; q += 32) sum += (double)sums[q] * exp((double)ms[q] - (double)m);
    for (int o = 16; o > 0; o >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, o);
    *top = m;
    return sum;
}

// maximum[b] = m, scale[b] = weights[b] / sum exp(s - m), losses[b] = weights[b] (m + log(sum exp(s - m)) - picked).
// One warp per session, 8 to a block.
extern "C" __global__ void softmax_sessions(int sessions, int chunks, const float* __restrict__ maxima, const float* __restrict__ sums,
                                            const float* __restrict__ picked, const float* __restrict__ weights, float* __restrict__ maximum,
                                            float* __restrict__ scale, double* __restrict__ losses)
{
    int b = (int)(blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5));
    if (b >= sessions) return;
    float m;
    double sum = chunks_sum(chunks, maxima + (long long)b * chunks, sums + (long long)b * chunks, &m);
    if ((threadIdx.x & 31) == 0) {
        maximum[b] = m;
        scale[b] = (float)((double)weights[b] / sum);
        losses[b] = (double)weights[b] * (log(sum) - ((double)picked[b] - (double)m));
    }
}

// out[b] = m + log(sum exp(s - m)).   One warp per session, 8 to a block.
extern "C" __global__ void log_sums(int sessions, int chunks, const float* __restrict__ maxima, const float* __restrict__ sums,
                                    float* __restrict__ out)
{
    int b = (int)(blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5));
    if (b >= sessions) return;
    float m;
    double sum = chunks_sum(chunks, maxima + (long long)b * chunks, sums + (long long)b * chunks, &m);
    if ((threadIdx.x & 31) == 0) out[b] = (float)((double)m + log(sum));
}

// *loss = sum losses.   One block.
extern "C" __global__ void __launch_bounds__(THREADS) softmax_loss(int sessions, const double* __restrict__ losses, float* loss)
{
    __shared__ double part[THREADS];
    double sum = 0;
    for (int b = (int)threadIdx.x; b < sessions; b += THREADS) sum += losses[b];
    part[threadIdx.x] = sum;
    __syncthreads();
    for (int o = THREADS / 2; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) part[threadIdx.x] += part[threadIdx.x + o];
        __syncthreads();
    }
    if (threadIdx.x == 0) *loss = (float)part[0];
}

// In place of the scores, the gradient of the loss: scale[b] exp(s - maximum[b]) - [item is the target] weights[b].
// Grid: ceil(items / THREADS) * B. 8 bytes and an exp per score.
extern "C" __global__ void softmax_gradient(int items, int stride, int from, const int* __restrict__ targets,
                                            const float* __restrict__ weights, const float* __restrict__ maximum,
                                            const float* __restrict__ scale, float* __restrict__ tile)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i >= items) return;
    float* s = tile + (long long)b * stride + i;
    float p = scale[b] * expf(*s - maximum[b]);
    *s = from + i == targets[b] ? p - weights[b] : p;
}

// picked[t] = the score of targets[t] in session sessions[t], where the tile has it.   One thread per target.
extern "C" __global__ void pick_targets(int count, int items, int stride, int from, const float* __restrict__ tile,
                                        const int* __restrict__ sessions, const int* __restrict__ targets, float* __restrict__ picked)
{
    int t = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    if (t >= count) return;
    int i = targets[t] - from;
    if (i >= 0 && i < items) picked[t] = tile[(long long)sessions[t] * stride + i];
}

// before[t] += number of items with a higher score than the target, or with the same and a lower number (with `conservative`: any other
// number); spoilt[t] = 1 where a score is NaN.
// Block: one chunk of one target's session, as in softmax_chunks. Whole numbers add up in any order. 4 bytes per score and target.
extern "C" __global__ void __launch_bounds__(THREADS) rank_count(int items, int stride, int from, int conservative,
                                                                 const float* __restrict__ tile,
                                                                 const int* __restrict__ sessions, const int* __restrict__ targets,
                                                                 const float* __restrict__ picked, int* __restrict__ before,
                                                                 int* __restrict__ spoilt)
{
    __shared__ int found, bad;
    int across = (items + CHUNK - 1) / CHUNK;
    int t = (int)blockIdx.x / across, begin = (int)blockIdx.x % across * CHUNK, target = targets[t];
    int first = conservative ? 0x7fffffff : target; // equal items of a number below this stand before the target
    const float* scores = tile + (long long)sessions[t] * stride;
    float wanted = picked[t];
    if (threadIdx.x == 0) found = bad = 0;
    __syncthreads();
    int count = 0, nan = wanted != wanted;
    for (int q = 0; q < CHUNK / THREADS; q++) {
        int i = begin + q * THREADS + (int)threadIdx.x;
        if (i >= items) break;
        float s = scores[i];
        nan |= s != s;
        count += s > wanted || (s == wanted && from + i < first && from + i != target);
    }
    if (count) atomicAdd(&found, count);
    if (nan) atomicOr(&bad, 1);
    __syncthreads();
    if (threadIdx.x == 0) {
        if (found) atomicAdd(before + t, found);
        if (bad) atomicOr(spoilt + t, 1);
    }
}

// ranks[t] = 1 + before[t], or 0 where a score was NaN.   One thread per target.
extern "C" __global__ void rank_finish(int count, const int* __restrict__ before, const int* __restrict__ spoilt, int* __restrict__ ranks)
{
    int t = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    if (t < count) ranks[t] = spoilt[t] ? 0 : 1 + before[t];
}

// Scores become keys in place: unsigned numbers in the order of the scores, 0 for an item that may not be returned (no score has the key 0):
// one that is excluded, or not in the session's set of `words` numbers at allowed + sets[b] * words, unless sets is null.
// *spoilt, 0 before the first tile, becomes the complement of session * 2^32 + item for the first score that is NaN: the largest complement,
// whichever thread comes first. excluded ascends within a session.   Grid: ceil(items / THREADS) * B. 8 bytes per score.
extern "C" __global__ void top_keys(int items, int stride, int from, const int* __restrict__ offsets, const int* __restrict__ excluded,
                                    const int* __restrict__ sets, const unsigned* __restrict__ allowed, int words,
                                    unsigned* __restrict__ tile, u64* spoilt)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i >= items) return;
    unsigned* at = tile + (long long)b * stride + i;
    float s = __uint_as_float(*at) + 0.f;   // -0 becomes 0
    if (s != s) atomicMax(spoilt, ~(((u64)b << 32) | (unsigned)(from + i)));
    unsigned bits = __float_as_uint(s), key = bits & 0x80000000u ? ~bits : bits | 0x80000000u;
    int low = offsets[b], end = offsets[b + 1], high = end;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (excluded[middle] < from + i) low = middle + 1;
        else high = middle;
    }
    bool out = low < end && excluded[low] == from + i;
    if (sets) out |= !(allowed[(long long)sets[b] * words + ((from + i) >> 5)] >> ((from + i) & 31) & 1u);
    *at = out ? 0u : key;
}

// The k-th candidate of a session: its items in the tile, then the best of the tiles before. A key's upper half orders by score, its lower
// half by ascending item; 0 is none.
static __device__ __forceinline__ u64 candidate(const unsigned* row, int items, int from, const u64* old, int q)
{
    if (q >= items) return old[q - items];
    unsigned key = row[q];
    return key ? ((u64)key << 32) | (0xffffffffu - (unsigned)(from + q)) : 0;
}

// best[b] = the k largest keys of the tile and of old[b] (`kept` of them), in no order, the rest 0. Radix selection: the k-th largest key
// is found digit by digit of 8 bits, from the top, until the keys with the digits found are all wanted.
// Block of 512 for each session; a pass over the candidates for each digit (4 mostly), then one to write. 4 bytes per score and pass.
extern "C" __global__ void __launch_bounds__(512) top_select(int items, int stride, int from, int k, int kept,
                                                             const unsigned* __restrict__ tile,
                                                             const u64* __restrict__ old, u64* __restrict__ best)
{
    __shared__ int histogram[256];
    __shared__ int digit, left, inside, written;
    int b = (int)blockIdx.x, all = items + kept;
    const unsigned* row = tile + (long long)b * stride;
    const u64* mine = old + (long long)b * kept;
    u64* out = best + (long long)b * k;
    u64 prefix = 0, mask = 0;
    if (threadIdx.x == 0) {
        left = k;
        written = 0;
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
        if (threadIdx.x < 256) histogram[threadIdx.x] = 0;
        __syncthreads();
        for (int q = (int)threadIdx.x; q < all; q += 512) {
            u64 key = candidate(row, items, from, mine, q);
            if (key && (key & mask) == prefix) atomicAdd(&histogram[(int)(key >> shift) & 255], 1);
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            int d = 255;
            while (d > 0 && histogram[d] < left) left -= histogram[d--];
            digit = d;
            inside = histogram[d];
        }
        __syncthreads();
        prefix |= (u64)digit << shift;
        mask |= (u64)255 << shift;
        if (inside <= left) break;   // fewer only where all candidates are wanted: then the digit is 0
    }
    for (int q = (int)threadIdx.x; q < all; q += 512) {
        u64 key = candidate(row, items, from, mine, q);
        if (key && key >= prefix) out[atomicAdd(&written, 1)] = key;
    }
    __syncthreads();
    for (int q = written + (int)threadIdx.x; q < k; q += 512) out[q] = 0;
}

// Keys in descending order, as items and scores; -1 and 0 for none. A key's place is the number of larger ones.
// Block of 256 for each session; the square of k comparisons.
extern "C" __global__ void __launch_bounds__(THREADS) top_write(int k, const u64* __restrict__ best, int* __restrict__ items,
                                                                float* __restrict__ scores)
{
    const u64* keys = best + (long long)blockIdx.x * k;
    for (int q = (int)threadIdx.x; q < k; q += THREADS) {
        u64 key = keys[q];
        int place = 0;
        for (int o = 0; o < k; o++) place += keys[o] > key || (keys[o] == key && o < q);
        unsigned high = (unsigned)(key >> 32), bits = high & 0x80000000u ? high ^ 0x80000000u : ~high;
        long long at = (long long)blockIdx.x * k + place;
        items[at] = key ? (int)(0xffffffffu - (unsigned)key) : -1;
        scores[at] = key ? __uint_as_float(bits) : 0.f;
    }
}
