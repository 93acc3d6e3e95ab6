// Adam, Adagrad, averages of weights, and the clipping of gradients.

// One step of Adam with coupled L2 (docs/pipeline.md, section 7) over a whole parameter:
//   g += decay w    m = beta1 m + rest1 g    v = beta2 v + rest2 g^2    w -= rate m / (root sqrt(v) + epsilon)
// where g is the sum of a dense term, on the rows [denseFirst, denseEnd), and of gathered rows: rows[u] + rowsFirst receives the sum of
// values[positions[p], :] over its group. Each term may be missing (dense null, distinct 0).
// Block of 256 on `tile` rows; which gathered rows are among them is found by bisection, and mostly none is. 28 bytes per element.
extern "C" __global__ void adam(int count, int cols, int tile, float beta1, float rest1, float beta2, float rest2, float rate, float root,
                                float epsilon, float decay, float* __restrict__ w, float* __restrict__ m, float* __restrict__ v,
                                const float* __restrict__ dense, int denseFirst, int denseEnd, int distinct, int rowsFirst,
                                const int* __restrict__ rows, const int* __restrict__ offsets, const int* __restrict__ positions,
                                const float* __restrict__ values)
{
    long long from = (long long)blockIdx.x * tile;
    int size = (int)min((long long)tile, count - from) * cols;
    int low = 0, high = distinct;
    while (low < high) {   // the first gathered row of this tile
        int middle = low + (high - low) / 2;
        if (rows[middle] + rowsFirst < from) low = middle + 1;
        else high = middle;
    }
    for (int e = (int)threadIdx.x; e < size; e += (int)blockDim.x) {
        int r = (int)from + e / cols, c = e % cols;
        long long at = (long long)r * cols + c;
        float g = 0.f;
        if (dense && r >= denseFirst && r < denseEnd) g = dense[(long long)(r - denseFirst) * cols + c];
        for (int u = low; u < distinct && rows[u] + rowsFirst <= r; u++)
            if (rows[u] + rowsFirst == r) {
                float sum = 0.f;
                for (int p = offsets[u]; p < offsets[u + 1]; p++) sum += values[(long long)positions[p] * cols + c];
                g += sum;
            }
        g = fmaf(decay, w[at], g);
        float first = fmaf(beta1, m[at], rest1 * g), second = fmaf(beta2, v[at], rest2 * g * g);
        m[at] = first;
        v[at] = second;
        w[at] -= rate * first / fmaf(root, sqrtf(second), epsilon);
    }
}

static __device__ __forceinline__ void adagrad_step(long long at, float g, float rate, float momentum, float epsilon, float* w, float* a, float* v)
{
    float square = fmaf(g, g, a[at]), moved = fmaf(momentum, v[at], -rate * g / sqrtf(square + epsilon));
    a[at] = square;
    v[at] = moved;
    w[at] += moved;
}

// One step of Adagrad with momentum: a += g^2    v = momentum v - rate g / sqrt(a + epsilon)    w += v.
// One thread per element, blocks of 256; 28 bytes per element.
extern "C" __global__ void adagrad(unsigned n, float rate, float momentum, float epsilon, const float* __restrict__ g, float* __restrict__ w,
                                   float* __restrict__ a, float* __restrict__ v)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) adagrad_step(i, g[i], rate, momentum, epsilon, w, a, v);
}

// The same for gathered rows alone: rows[u] of the parameter, whose gradient is the sum of values[positions[p], :] over its group.
// One thread per element of a distinct row, blocks of 256.
extern "C" __global__ void adagrad_rows(int distinct, int cols, float rate, float momentum, float epsilon, const int* __restrict__ rows,
                                        const int* __restrict__ offsets, const int* __restrict__ positions, const float* __restrict__ values,
                                        float* __restrict__ w, float* __restrict__ a, float* __restrict__ v)
{
    long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (long long)distinct * cols) return;
    int u = (int)(i / cols), c = (int)(i % cols);
    float g = 0.f;
    for (int p = offsets[u]; p < offsets[u + 1]; p++) g += values[(long long)positions[p] * cols + c];
    adagrad_step((long long)rows[u] * cols + c, g, rate, momentum, epsilon, w, a, v);
}

// mean += share (value - mean). Not (1 - share) mean + share value: of a small share the two factors, rounded, would not add up to 1, and the
// mean of a value that stands still would drift away from it.   One thread per element, blocks of 256; 12 bytes per element.
extern "C" __global__ void average(unsigned n, float share, const float* __restrict__ value, float* __restrict__ mean)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) mean[i] = fmaf(share, value[i] - mean[i], mean[i]);
}

// A unit's gradient is scaled down to the norm ratio max(|w|, epsilon) where it is longer (Brock et al., 2021, equation 3).
// Block of 128 for each unit of `length` elements; 12 bytes per element.
extern "C" __global__ void __launch_bounds__(128) clip_units(int length, float ratio, float epsilon, const float* __restrict__ w,
                                                                 float* __restrict__ g)
{
    __shared__ float ws[128], gs[128];
    const float* wu = w + (long long)blockIdx.x * length;
    float* gu = g + (long long)blockIdx.x * length;
    float a = 0.f, b = 0.f;
    for (int i = (int)threadIdx.x; i < length; i += 128) {
        a = fmaf(wu[i], wu[i], a);
        b = fmaf(gu[i], gu[i], b);
    }
    ws[threadIdx.x] = a;
    gs[threadIdx.x] = b;
    __syncthreads();
    for (int o = 64; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) {
            ws[threadIdx.x] += ws[threadIdx.x + o];
            gs[threadIdx.x] += gs[threadIdx.x + o];
        }
        __syncthreads();
    }
    float norm = sqrtf(gs[0]), limit = ratio * fmaxf(sqrtf(ws[0]), epsilon);
    if (!(norm > limit)) return;
    for (int i = (int)threadIdx.x; i < length; i += 128) gu[i] *= limit / norm;
}
