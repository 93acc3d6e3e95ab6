// What the scorers make of dot products of sessions and items. Tiles as in head.cu: [B, stride] for the items [from, from + items).
#define FULL 0xffffffffu
#define THREADS 256

static __device__ __forceinline__ float warp_sum(float v)
{
    for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(FULL, v, o);
    return v;
}

// What one item sees of one session's nodes u: beta_u = clicks_u exp(e_u) / Z with Z = sum_u clicks_u exp(e_u) + padding, kept as the largest
// exponent m and z = Z exp(-m); mean = sum_u beta_u g_u. e and g point at the item within the first node's row.
static __device__ __forceinline__ void attend(int first, int end, int stride, const float* clicks, float padding, const float* e, const float* g,
                                              float* m, float* z, float* mean)
{
    float top = padding > 0.f ? 0.f : -__int_as_float(0x7f800000);
    for (int u = first; u < end; u++) top = fmaxf(top, e[(long long)(u - first) * stride]);
    float sum = padding > 0.f ? padding * expf(-top) : 0.f, weighted = 0.f;
    for (int u = first; u < end; u++) {
        float power = clicks[u] * expf(e[(long long)(u - first) * stride] - top);
        sum += power;
        weighted = fmaf(power, g[(long long)(u - first) * stride], weighted);
    }
    *m = top;
    *z = sum;
    *mean = weighted / sum;
}

// scores[b, i] += sum_u beta_iu g_iu; logits e and values g are [nodes, stride], their rows the products of queries and states with the
// items (docs/costs.md, section 1).   One thread per session and item, grid ceil(items / THREADS) * B; 16 bytes and an exp per node and item.
extern "C" __global__ void target_attention(int items, int stride, const int* __restrict__ offsets, const float* __restrict__ clicks,
                                            const float* __restrict__ padding, const float* __restrict__ logits,
                                            const float* __restrict__ values, float* __restrict__ scores)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i >= items) return;
    int first = offsets[b];
    long long at = (long long)first * stride + i;
    float m, z, mean;
    attend(first, offsets[b + 1], stride, clicks, padding[b], logits + at, values + at, &m, &z, &mean);
    scores[(long long)b * stride + i] += mean;
}

// From delta = the gradient of a score, in place of e and g their gradients: dg_u = delta beta_u, de_u = dg_u (g_u - mean).   Launch as above.
extern "C" __global__ void target_attention_backward(int items, int stride, const int* __restrict__ offsets,
                                                     const float* __restrict__ clicks, const float* __restrict__ padding,
                                                     const float* __restrict__ delta, float* __restrict__ logits, float* __restrict__ values)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i >= items) return;
    int first = offsets[b], end = offsets[b + 1];
    float* e = logits + (long long)first * stride + i;
    float* g = values + (long long)first * stride + i;
    float m, z, mean, up = delta[(long long)b * stride + i];
    attend(first, end, stride, clicks, padding[b], e, g, &m, &z, &mean);
    for (int u = first; u < end; u++, e += stride, g += stride) {
        float dg = up * clicks[u] * expf(*e - m) / z;
        *e = dg * (*g - mean);
        *g = dg;
    }
}

// The session that an entry belongs to: the last whose entries begin at or before it.
static __device__ __forceinline__ int owner(int sessions, const int* offsets, int entry)
{
    int low = 0, high = sessions - 1;
    while (low < high) {
        int middle = low + (high - low + 1) / 2;
        if (offsets[middle] <= entry) low = middle;
        else high = middle - 1;
    }
    return low;
}

// kept[j] = tile[b, i] for the j-th entry (b, i) of the usage, where the tile has it.   One thread per entry, blocks of 256.
extern "C" __global__ void usage_keep(unsigned entries, int sessions, int items, int stride, int from, const int* __restrict__ offsets,
                                      const int* __restrict__ used, const float* __restrict__ tile, float* __restrict__ kept)
{
    unsigned j = blockIdx.x * blockDim.x + threadIdx.x;
    if (j >= entries) return;
    int i = used[j] - from;
    if (i >= 0 && i < items) kept[j] = tile[(long long)owner(sessions, offsets, (int)j) * stride + i];
}

// tile[b, i] *= sum_k weights[k]: the factor of all that was never used.   Grid: ceil(items / THREADS) * B. 8 bytes per score.
extern "C" __global__ void usage_scale(int items, int stride, int kinds, const float* __restrict__ weights, float* __restrict__ tile)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i >= items) return;
    float factor = 0.f;
    for (int k = 0; k < kinds; k++) factor += weights[k];
    tile[(long long)b * stride + i] *= factor;
}

// tile[b, i] = kept[j] sum_k weights[k] (1 + boosts[j, k]) for the entries in the tile.   One thread per entry, blocks of 256.
extern "C" __global__ void usage_put(unsigned entries, int sessions, int items, int stride, int from, int kinds, const int* __restrict__ offsets,
                                     const int* __restrict__ used, const float* __restrict__ boosts, const float* __restrict__ weights,
                                     const float* __restrict__ kept, float* __restrict__ tile)
{
    unsigned j = blockIdx.x * blockDim.x + threadIdx.x;
    if (j >= entries) return;
    int i = used[j] - from;
    if (i < 0 || i >= items) return;
    float factor = 0.f;
    for (int k = 0; k < kinds; k++) factor = fmaf(weights[k], 1.f + boosts[(long long)j * kinds + k], factor);
    tile[(long long)owner(sessions, offsets, (int)j) * stride + i] = kept[j] * factor;
}

// The share of the listed items in the gradients: with delta = the gradient of the score and extra = sum_k weights[k] boosts[j, k],
//   extras[b, :] += delta extra items[i, :]    dweights[b, k] += delta boosts[j, k] (sessions[b, :] . items[i, :])
// over the entries j = (b, i) in the tile, in order.   One warp per session, 8 to a block; 4d flops per entry.
extern "C" __global__ void usage_backward(int sessions, int d, int items, int stride, int from, int kinds, const int* __restrict__ offsets,
                                          const int* __restrict__ used, const float* __restrict__ boosts, const float* __restrict__ weights,
                                          const float* __restrict__ vectors, const float* __restrict__ table, const float* __restrict__ delta,
                                          float* __restrict__ extras, float* __restrict__ dweights)
{
    int b = (int)(blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5)), lane = (int)(threadIdx.x & 31);
    if (b >= sessions) return;
    const float* s = vectors + (long long)b * d;
    for (int j = offsets[b]; j < offsets[b + 1]; j++) {
        int i = used[j] - from;
        if (i < 0 || i >= items) continue;
        const float* v = table + (long long)used[j] * d;
        const float* boost = boosts + (long long)j * kinds;
        float up = delta[(long long)b * stride + i], extra = 0.f, dot = 0.f;
        for (int k = 0; k < kinds; k++) extra = fmaf(weights[k], boost[k], extra);
        for (int c = lane; c < d; c += 32) {
            dot = fmaf(s[c], v[c], dot);
            extras[(long long)b * d + c] = fmaf(up * extra, v[c], extras[(long long)b * d + c]);
        }
        dot = warp_sum(dot);
        for (int k = lane; k < kinds; k += 32) dweights[(long long)b * kinds + k] = fmaf(up * boost[k], dot, dweights[(long long)b * kinds + k]);
    }
}

// With plain[b] = sum_i delta items[i]: dsessions[b] = (sum_k weights[k]) plain[b] + extras[b], and every dweights[b, k] gains
// sum_i delta (sessions[b] . items[i]) = sessions[b] . plain[b].   One warp per session, 8 to a block.
extern "C" __global__ void usage_sessions(int sessions, int d, int kinds, const float* __restrict__ weights, const float* __restrict__ vectors,
                                          const float* __restrict__ plain, const float* __restrict__ extras, float* __restrict__ dsessions,
                                          float* __restrict__ dweights)
{
    int b = (int)(blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5)), lane = (int)(threadIdx.x & 31);
    if (b >= sessions) return;
    float factor = 0.f, dot = 0.f;
    for (int k = 0; k < kinds; k++) factor += weights[k];
    for (int c = lane; c < d; c += 32) {
        long long at = (long long)b * d + c;
        dot = fmaf(vectors[at], plain[at], dot);
        dsessions[at] = fmaf(factor, plain[at], extras[at]);
    }
    dot = warp_sum(dot);
    for (int k = lane; k < kinds; k += 32) dweights[(long long)b * kinds + k] += dot;
}

// tile[b, i] = scores[j] for the j-th entry (b, i) of the listed items, where the tile has it; 0 where scores is null.
// One thread per entry, blocks of 256.
extern "C" __global__ void replaced_put(unsigned entries, int sessions, int items, int stride, int from, const int* __restrict__ offsets,
                                        const int* __restrict__ listed, const float* __restrict__ scores, float* __restrict__ tile)
{
    unsigned j = blockIdx.x * blockDim.x + threadIdx.x;
    if (j >= entries) return;
    int i = listed[j] - from;
    if (i >= 0 && i < items) tile[(long long)owner(sessions, offsets, (int)j) * stride + i] = scores ? scores[j] : 0.f;
}

// tile[b, i] += bias[i].   Grid: ceil(items / THREADS) * B. 12 bytes per score.
extern "C" __global__ void bias_add(int items, int stride, const float* __restrict__ bias, float* __restrict__ tile)
{
    int across = (items + THREADS - 1) / THREADS;
    int b = (int)blockIdx.x / across, i = (int)blockIdx.x % across * THREADS + (int)threadIdx.x;
    if (i < items) tile[(long long)b * stride + i] += bias[i];
}

// dbias[i] = sum_b delta[b, i], in the order of the sessions.   One thread per item, blocks of 256; 4 bytes per score.
extern "C" __global__ void bias_backward(unsigned items, int sessions, int stride, const float* __restrict__ delta, float* __restrict__ dbias)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= items) return;
    float sum = 0.f;
    for (int b = 0; b < sessions; b++) sum += delta[(long long)b * stride + i];
    dbias[i] = sum;
}
