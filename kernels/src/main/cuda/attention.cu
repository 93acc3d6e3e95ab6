// Scaled dot-product attention with several heads within segments, and products and means by head. Rows hold heads * c numbers.
// Probabilities are not kept: a warp computes 32 of them at a time, one to a lane, and hands them round in shared memory.
#define FULL 0xffffffffu
#define WARPS 8   // of a block
typedef unsigned long long u64;

static __device__ __forceinline__ float warp_sum(float v)
{
    for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(FULL, v, o);
    return v;
}

// As in fill.cu and Philox.java.
static __device__ __forceinline__ unsigned philox(u64 seed, u64 stream, u64 index)
{
    unsigned c0 = (unsigned)(index >> 2), c1 = (unsigned)(index >> 34);
    unsigned c2 = (unsigned)stream, c3 = (unsigned)(stream >> 32);
    unsigned k0 = (unsigned)seed, k1 = (unsigned)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        unsigned h0 = __umulhi(0xD2511F53u, c0), l0 = 0xD2511F53u * c0;
        unsigned h1 = __umulhi(0xCD9E8D57u, c2), l1 = 0xCD9E8D57u * c2;
        c0 = h1 ^ c1 ^ k0;
        c1 = l1;
        c2 = h0 ^ c3 ^ k1;
        c3 = l0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    unsigned word = (unsigned)index & 3u;
    return word == 0 ? c0 : word == 1 ? c1 : word == 2 ? c2 : c3;
}

// What the probability of a key (its number within the segment) is multiplied by: 0 if it is dropped, else `factor`.
static __device__ __forceinline__ float kept(unsigned threshold, float factor, u64 seed, u64 stream, u64 rowAndHead, int key)
{
    if (threshold == 0) return 1.f;
    return (philox(seed, stream, (rowAndHead << 20) + (u64)key) >> 8) < threshold ? 0.f : factor;
}

static __device__ __forceinline__ float dot(int c, const float* a, const float* b)
{
    float sum = 0.f;
    for (int f = 0; f < c; f++) sum = fmaf(a[f], b[f], sum);
    return sum;
}

// scale a . b, rounded before anything is taken off it: fused with the subtraction of a largest score, which was rounded, it would not be 0
// there, and only as long as the compiler fuses alike everywhere would the probability of a single key be 1.
static __device__ __forceinline__ float logit(int c, float scale, const float* a, const float* b)
{
    return __fmul_rn(scale, dot(c, a, b));
}

// p_ij = softmax_j(scale q_i . k_j), out_i = sum_j p_ij v_j, logSums[i, h] = log sum_j exp(scale q_i . k_j); causal: j <= i only.
// One warp per row i and head h (n of them), 8 to a block. 6c flops per pair, c <= 128; above, the probabilities are formed again per 128.
extern "C" __global__ void __launch_bounds__(32 * WARPS) attention(
    unsigned n, int heads, int c, int causal, float scale, unsigned threshold, float factor, u64 seed, u64 stream, const int* __restrict__ offsets,
    const int* __restrict__ ids, const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ logSums,
    float* __restrict__ out)
{
    __shared__ float shares[WARPS][32];
    unsigned w = blockIdx.x * WARPS + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    float* share = shares[threadIdx.x >> 5];
    if (w >= n) return;
    int i = (int)(w / heads), h = (int)(w % heads), first = offsets[ids[i]], end = causal ? i + 1 : offsets[ids[i] + 1];
    long long width = (long long)heads * c;
    const float* qi = q + i * width + h * c;
    float m = -__int_as_float(0x7f800000), sum = 0.f;
    for (int j = first + lane; j < end; j += 32) m = fmaxf(m, logit(c, scale, qi, k + j * width + h * c));
    for (int o = 16; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(FULL, m, o));
    for (int j = first + lane; j < end; j += 32) sum += expf(logit(c, scale, qi, k + j * width + h * c) - m);
    sum = warp_sum(sum);
    if (lane == 0) logSums[w] = m + logf(sum);
    for (int f0 = lane; f0 - lane < c; f0 += 128) {
        float acc[4] = {0.f, 0.f, 0.f, 0.f};
        for (int j0 = first; j0 < end; j0 += 32) {
            float p = 0.f;
            if (j0 + lane < end)
                p = expf(logit(c, scale, qi, k + (j0 + lane) * width + h * c) - m) / sum *
                    kept(threshold, factor, seed, stream, w, j0 + lane - first);
            share[lane] = p;
            __syncwarp();
            for (int j = j0; j < min(end, j0 + 32); j++) {
                float pj = share[j - j0];
#pragma unroll
                for (int x = 0; x < 4; x++)
                    if (f0 + 32 * x < c) acc[x] = fmaf(pj, v[j * width + h * c + f0 + 32 * x], acc[x]);
            }
            __syncwarp();
        }
#pragma unroll
        for (int x = 0; x < 4; x++)
            if (f0 + 32 * x < c) out[i * width + h * c + f0 + 32 * x] = acc[x];
    }
}

// With d = dout_i . out_i and ds_ij = p_ij (kept_ij dout_i . v_j - d): dq_i = scale sum_j ds_ij k_j, dots[i, h] = d.   Launch as above.
extern "C" __global__ void __launch_bounds__(32 * WARPS) attention_backward_queries(
    unsigned n, int heads, int c, int causal, float scale, unsigned threshold, float factor, u64 seed, u64 stream, const int* __restrict__ offsets,
    const int* __restrict__ ids, const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v,
    const float* __restrict__ logSums, const float* __restrict__ out, const float* __restrict__ dout, float* __restrict__ dots,
    float* __restrict__ dq)
{
    __shared__ float shares[WARPS][32];
    unsigned w = blockIdx.x * WARPS + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    float* share = shares[threadIdx.x >> 5];
    if (w >= n) return;
    int i = (int)(w / heads), h = (int)(w % heads), first = offsets[ids[i]], end = causal ? i + 1 : offsets[ids[i] + 1];
    long long width = (long long)heads * c, row = i * width + h * c;
    float d = 0.f, logSum = logSums[w];
    for (int f = lane; f < c; f += 32) d = fmaf(dout[row + f], out[row + f], d);
    d = warp_sum(d);
    if (lane == 0) dots[w] = d;
    for (int f0 = lane; f0 - lane < c; f0 += 128) {
        float acc[4] = {0.f, 0.f, 0.f, 0.f};
        for (int j0 = first; j0 < end; j0 += 32) {
            float ds = 0.f;
            if (j0 + lane < end) {
                long long key = (j0 + lane) * width + h * c;
                float p = expf(logit(c, scale, q + row, k + key) - logSum);
                ds = p * (kept(threshold, factor, seed, stream, w, j0 + lane - first) * dot(c, dout + row, v + key) - d) * scale;
            }
            share[lane] = ds;
            __syncwarp();
            for (int j = j0; j < min(end, j0 + 32); j++) {
                float dj = share[j - j0];
#pragma unroll
                for (int x = 0; x < 4; x++)
                    if (f0 + 32 * x < c) acc[x] = fmaf(dj, k[j * width + h * c + f0 + 32 * x], acc[x]);
            }
            __syncwarp();
        }
#pragma unroll
        for (int x = 0; x < 4; x++)
            if (f0 + 32 * x < c) dq[row + f0 + 32 * x] = acc[x];
    }
}

// dk_j = scale sum_i ds_ij q_i, dv_j = sum_i kept_ij p_ij dout_i, over the rows i that see j; dots from attention_backward_queries.
// One warp per row j and head h, 8 to a block.
extern "C" __global__ void __launch_bounds__(32 * WARPS) attention_backward_keys(
    unsigned n, int heads, int c, int causal, float scale, unsigned threshold, float factor, u64 seed, u64 stream, const int* __restrict__ offsets,
    const int* __restrict__ ids, const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v,
    const float* __restrict__ logSums, const float* __restrict__ dout, const float* __restrict__ dots, float* __restrict__ dk, float* __restrict__ dv)
{
    __shared__ float pShares[WARPS][32], dShares[WARPS][32];
    unsigned w = blockIdx.x * WARPS + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    float *pShare = pShares[threadIdx.x >> 5], *dShare = dShares[threadIdx.x >> 5];
    if (w >= n) return;
    int j = (int)(w / heads), h = (int)(w % heads), begin = offsets[ids[j]], first = causal ? j : begin, end = offsets[ids[j] + 1];
    long long width = (long long)heads * c, row = j * width + h * c;
    for (int f0 = lane; f0 - lane < c; f0 += 128) {
        float keys[4] = {0.f, 0.f, 0.f, 0.f}, values[4] = {0.f, 0.f, 0.f, 0.f};
        for (int i0 = first; i0 < end; i0 += 32) {
            float p = 0.f, ds = 0.f;
            if (i0 + lane < end) {
                long long query = (i0 + lane) * width + h * c, at = (long long)(i0 + lane) * heads + h;
                float keep = kept(threshold, factor, seed, stream, (u64)at, j - begin);
                p = expf(logit(c, scale, q + query, k + row) - logSums[at]);
                ds = p * (keep * dot(c, dout + query, v + row) - dots[at]) * scale;
                p *= keep;
            }
            pShare[lane] = p;
            dShare[lane] = ds;
            __syncwarp();
            for (int i = i0; i < min(end, i0 + 32); i++) {
                float pi = pShare[i - i0], di = dShare[i - i0];
#pragma unroll
                for (int x = 0; x < 4; x++)
                    if (f0 + 32 * x < c) {
                        long long at = i * width + h * c + f0 + 32 * x;
                        keys[x] = fmaf(di, q[at], keys[x]);
                        values[x] = fmaf(pi, dout[at], values[x]);
                    }
            }
            __syncwarp();
        }
#pragma unroll
        for (int x = 0; x < 4; x++)
            if (f0 + 32 * x < c) {
                dk[row + f0 + 32 * x] = keys[x];
                dv[row + f0 + 32 * x] = values[x];
            }
    }
}

// out[r, h] = sum_f x[r, h c + f] a[h c + f].   One warp per row and head (n of them), 8 to a block.
extern "C" __global__ void head_dots(unsigned n, int heads, int c, const float* __restrict__ x, const float* __restrict__ a, float* __restrict__ out)
{
    unsigned w = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31), h = (int)(w % heads);
    if (w >= n) return;
    float sum = 0.f;
    for (int f = lane; f < c; f += 32) sum = fmaf(x[(long long)w * c + f], a[h * c + f], sum);
    sum = warp_sum(sum);
    if (lane == 0) out[w] = sum;
}

// dx[r, h c + f] = dout[r, h] a[h c + f]; products[r, h c + f] = dout[r, h] x[r, h c + f], whose column sums are da.
// One thread per element, blocks of 256.
extern "C" __global__ void head_dots_backward(unsigned n, unsigned c, unsigned width, const float* __restrict__ x, const float* __restrict__ a,
                                              const float* __restrict__ dout, float* __restrict__ dx, float* __restrict__ products)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float up = dout[i / c];   // width is heads * c, so rows of heads follow one another
    dx[i] = up * a[i % width];
    products[i] = up * x[i];
}

// out[r, f] = 1/heads sum_h x[r, h c + f].   One thread per element of out, blocks of 256.
extern "C" __global__ void head_mean(unsigned n, unsigned heads, unsigned c, const float* __restrict__ x, float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    const float* row = x + (long long)(i / c) * heads * c + i % c;
    float sum = 0.f;
    for (unsigned h = 0; h < heads; h++) sum += row[(long long)h * c];
    out[i] = sum / (float)heads;
}

// dx[r, h c + f] = dout[r, f] / heads.   One thread per element of dx, blocks of 256.
extern "C" __global__ void head_mean_backward(unsigned n, unsigned heads, unsigned c, const float* __restrict__ dout, float* __restrict__ dx)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) dx[i] = dout[(long long)(i / (heads * c)) * c + i % c] / (float)heads;
}
