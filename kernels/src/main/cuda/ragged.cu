// Sparse and ragged operations. Sums follow storage order, within a thread or by a fixed tree over the lanes of a warp; no atomics.
// "Per element": one thread per element of the output, blocks of 256, neighbouring threads on neighbouring columns.
// "Per warp": a warp for each row or (segment, column), 8 warps to a block.
#define FULL 0xffffffffu

static __device__ __forceinline__ float warp_sum(float v)
{
    for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(FULL, v, o);
    return v;
}

static __device__ __forceinline__ float warp_max(float v)
{
    for (int o = 16; o > 0; o >>= 1) v = fmaxf(v, __shfl_xor_sync(FULL, v, o));
    return v;
}

// out[i, :] = table[index[i], :].   Per element; 8 bytes each.
extern "C" __global__ void gather_rows(unsigned n, unsigned cols, const float* __restrict__ table, const int* __restrict__ index,
                                       float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = table[(long long)index[i / cols] * cols + i % cols];
}

// out[rows[u] + first - from, :] += sum of values[positions[p], :] over the group u, ascending, where rows[u] + first is in [from, to).
// Per element of the distinct rows; 4 bytes for each position and column.
extern "C" __global__ void scatter_add_rows(unsigned n, unsigned cols, int first, int from, int to, const int* __restrict__ rows,
                                            const int* __restrict__ offsets, const int* __restrict__ positions,
                                            const float* __restrict__ values, float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned u = i / cols, c = i % cols;
    int row = rows[u] + first;
    if (row < from || row >= to) return;
    float sum = 0.f;
    for (int p = offsets[u]; p < offsets[u + 1]; p++) sum += values[(long long)positions[p] * cols + c];
    out[(long long)(row - from) * cols + c] += sum;
}

// out = A x for a CSR matrix.   Per element; 2 flops and 4 bytes for each entry and column, entries in storage order.
extern "C" __global__ void csr_spmm(unsigned n, unsigned cols, const int* __restrict__ offsets, const int* __restrict__ columns,
                                    const float* __restrict__ values, const float* __restrict__ x, float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned r = i / cols, c = i % cols;
    float sum = 0.f;
    for (int e = offsets[r]; e < offsets[r + 1]; e++) sum = fmaf(values[e], x[(long long)columns[e] * cols + c], sum);
    out[i] = sum;
}

// out[s, :] = sum of x[r, :] over the rows of segment s, ascending.   Per element.
extern "C" __global__ void segment_sum(unsigned n, unsigned cols, const int* __restrict__ offsets, const float* __restrict__ x,
                                       float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned s = i / cols, c = i % cols;
    float sum = 0.f;
    for (int r = offsets[s]; r < offsets[s + 1]; r++) sum += x[(long long)r * cols + c];
    out[i] = sum;
}

// y = exp(x - max) / sum exp(x - max) over the rows of a segment with keep != 0 (all where keep is null); 0 for the others.
// Per warp, n = segments * columns; three passes over x. y may be x.
extern "C" __global__ void segment_softmax(unsigned n, unsigned cols, const int* __restrict__ offsets, const float* __restrict__ keep,
                                           const float* x, float* y)
{
    unsigned w = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    if (w >= n) return;
    unsigned s = w / cols, c = w % cols;
    int first = offsets[s] + lane, end = offsets[s + 1];
    float m = -__int_as_float(0x7f800000);
    for (int r = first; r < end; r += 32)
        if (!keep || keep[r] != 0.f) m = fmaxf(m, x[(long long)r * cols + c]);
    m = warp_max(m);
    float sum = 0.f;
    for (int r = first; r < end; r += 32)
        if (!keep || keep[r] != 0.f) sum += expf(x[(long long)r * cols + c] - m);
    sum = warp_sum(sum);
    for (int r = first; r < end; r += 32) {
        long long at = (long long)r * cols + c;
        y[at] = !keep || keep[r] != 0.f ? expf(x[at] - m) / sum : 0.f;
    }
}

// dx = y (dy - sum y dy), the sum over the segment.   Per warp, n = segments * columns. dx may be dy.
extern "C" __global__ void segment_softmax_backward(unsigned n, unsigned cols, const int* __restrict__ offsets, const float* __restrict__ y,
                                                    const float* dy, float* dx)
{
    unsigned w = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    if (w >= n) return;
    unsigned s = w / cols, c = w % cols;
    int first = offsets[s] + lane, end = offsets[s + 1];
    float dot = 0.f;
    for (int r = first; r < end; r += 32) dot = fmaf(y[(long long)r * cols + c], dy[(long long)r * cols + c], dot);
    dot = warp_sum(dot);
    for (int r = first; r < end; r += 32) {
        long long at = (long long)r * cols + c;
        dx[at] = y[at] * (dy[at] - dot);
    }
}

// Whether row i of score a comes before row j of score b: by descending score, NaN last, ties by ascending row.
static __device__ __forceinline__ int precedes(float a, int i, float b, int j)
{
    int an = a != a, bn = b != b;
    if (an || bn) return an == bn ? i < j : bn;
    return a == b ? i < j : a > b;
}

// after[r] = 1 if before[r] != 0 and fewer than counts[s] rows with before != 0 precede r in its segment s, else 0.
// One thread per row, blocks of 256; the square of a segment's length. after is not before.
extern "C" __global__ void segment_top_k(unsigned n, const int* __restrict__ offsets, const int* __restrict__ ids, const int* __restrict__ counts,
                                         const float* __restrict__ scores, const float* __restrict__ before, float* __restrict__ after)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int s = ids[i], better = 0;
    for (int r = offsets[s]; r < offsets[s + 1]; r++)
        better += before[r] != 0.f && precedes(scores[r], r, scores[i], (int)i);
    after[i] = before[i] != 0.f && better < counts[s] ? 1.f : 0.f;
}

// out[r, :] = weights[r] x[r, :].   Per element. out may be x.
extern "C" __global__ void scale_rows(unsigned n, unsigned cols, const float* __restrict__ weights, const float* x, float* out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = weights[i / cols] * x[i];
}

// out[r] = sum_c a[r, c] b[r, c].   Per warp, n rows.
extern "C" __global__ void row_dots(unsigned n, unsigned cols, const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ out)
{
    unsigned r = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    unsigned lane = threadIdx.x & 31;
    if (r >= n) return;
    float sum = 0.f;
    for (unsigned c = lane; c < cols; c += 32) sum = fmaf(a[(long long)r * cols + c], b[(long long)r * cols + c], sum);
    sum = warp_sum(sum);
    if (lane == 0) out[r] = sum;
}
