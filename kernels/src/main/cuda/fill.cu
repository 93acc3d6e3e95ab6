// Filling, random numbers, dropout, and the search for numbers that are none.
// One thread per element, blocks of 256; an index fits 32 unsigned bits because a tensor holds less than 2^31 elements.
typedef unsigned long long u64;

// Word `index mod 4` of the Philox4x32-10 block with counter (index/4, stream) under the key `seed`; as Philox.java.
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

// x[i] = value.   4n bytes.
extern "C" __global__ void fill(unsigned n, float value, float* __restrict__ x)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) x[i] = value;
}

// x[i] = low + range * u(i), u(i) the upper 24 bits of the i-th random word.   4n bytes, about 80n integer operations.
extern "C" __global__ void uniform(unsigned n, float low, float range, u64 seed, u64 stream, float* __restrict__ x)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    float u = (float)(philox(seed, stream, i) >> 8) * 5.9604644775390625e-8f;   // 2^-24
    x[i] = fmaf(range, u, low);
}

// out[i] = 0 where the upper 24 bits of the i-th random word are below `threshold`, else factor * x[i].   8n bytes.
extern "C" __global__ void dropout(unsigned n, unsigned threshold, float factor, u64 seed, u64 stream, const float* x, float* out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = (philox(seed, stream, i) >> 8) < threshold ? 0.f : factor * x[i];
}

// *found becomes 1 if an element is NaN or infinite.   4n bytes; any number of blocks, which stride over the elements.
extern "C" __global__ void find_not_finite(unsigned n, const float* __restrict__ x, int* found)
{
    int bad = 0;
    for (u64 i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += (u64)gridDim.x * blockDim.x)
        bad |= !(fabsf(x[i]) <= 3.402823466e38f);
    if (__syncthreads_or(bad) && threadIdx.x == 0) atomicOr(found, 1);
}
