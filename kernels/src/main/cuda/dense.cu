// Elementwise operations on dense matrices, sums of rows, copies of columns.
// Unless a kernel says otherwise: one thread per element, blocks of 256, two or three passes of 4n bytes. The output may be an input.

#define ELEMENT(n)                                            \
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;       \
    if (i >= (n)) return

// out = a + b
extern "C" __global__ void dense_add(unsigned n, const float* a, const float* b, float* out)
{
    ELEMENT(n);
    out[i] = a[i] + b[i];
}

// out = a b, element by element
extern "C" __global__ void dense_multiply(unsigned n, const float* a, const float* b, float* out)
{
    ELEMENT(n);
    out[i] = a[i] * b[i];
}

// out = factor x
extern "C" __global__ void dense_scale(unsigned n, float factor, const float* x, float* out)
{
    ELEMENT(n);
    out[i] = factor * x[i];
}

// out[r, c] = x[r, c] + row[c]
extern "C" __global__ void dense_add_row(unsigned n, unsigned cols, const float* x, const float* __restrict__ row, float* out)
{
    ELEMENT(n);
    out[i] = x[i] + row[i % cols];
}

// y = 1 / (1 + exp(-x))
extern "C" __global__ void dense_sigmoid(unsigned n, const float* x, float* y)
{
    ELEMENT(n);
    y[i] = 1.f / (1.f + expf(-x[i]));
}

// dx = dy y (1 - y)
extern "C" __global__ void dense_sigmoid_backward(unsigned n, const float* y, const float* dy, float* dx)
{
    ELEMENT(n);
    dx[i] = dy[i] * y[i] * (1.f - y[i]);
}

// y = tanh(x)
extern "C" __global__ void dense_tanh(unsigned n, const float* x, float* y)
{
    ELEMENT(n);
    y[i] = tanhf(x[i]);
}

// dx = dy (1 - y^2)
extern "C" __global__ void dense_tanh_backward(unsigned n, const float* y, const float* dy, float* dx)
{
    ELEMENT(n);
    dx[i] = dy[i] * fmaf(-y[i], y[i], 1.f);
}

// y = ln x
extern "C" __global__ void dense_log(unsigned n, const float* x, float* y)
{
    ELEMENT(n);
    y[i] = logf(x[i]);
}

// dx = dy / x
extern "C" __global__ void dense_log_backward(unsigned n, const float* x, const float* dy, float* dx)
{
    ELEMENT(n);
    dx[i] = dy[i] / x[i];
}

// y = x where x > 0, else slope x
extern "C" __global__ void dense_leaky_relu(unsigned n, float slope, const float* x, float* y)
{
    ELEMENT(n);
    y[i] = x[i] > 0.f ? x[i] : slope * x[i];
}

// dx = dy where y > 0, else slope dy
extern "C" __global__ void dense_leaky_relu_backward(unsigned n, float slope, const float* y, const float* dy, float* dx)
{
    ELEMENT(n);
    dx[i] = y[i] > 0.f ? dy[i] : slope * dy[i];
}

// Phi(x), the normal distribution
static __device__ float normal_distribution(float x)
{
    return fmaf(0.5f, erff(x * 0.70710678f), 0.5f);
}

// y = x Phi(x)
extern "C" __global__ void dense_gelu(unsigned n, const float* x, float* y)
{
    ELEMENT(n);
    y[i] = x[i] * normal_distribution(x[i]);
}

// dx = dy (Phi(x) + x phi(x)), phi the normal density
extern "C" __global__ void dense_gelu_backward(unsigned n, const float* x, const float* dy, float* dx)
{
    ELEMENT(n);
    float v = x[i];
    dx[i] = dy[i] * fmaf(v * 0.39894228f, expf(-0.5f * v * v), normal_distribution(v));
}

// Place of the largest of x[i], x[i + n], ..., the first of equal ones; a NaN is larger than every number.
static __device__ __forceinline__ long long largest(unsigned n, int steps, const float* x, unsigned i)
{
    long long best = i;
    float most = x[i];
    for (int t = 1; t < steps; t++) {
        long long at = (long long)t * n + i;
        if (!(x[at] <= most) && most == most) {
            best = at;
            most = x[at];
        }
    }
    return best;
}

// out[i] = max over t of x[t n + i].   4 (steps + 1) n bytes.
extern "C" __global__ void max_over_time(unsigned n, int steps, const float* __restrict__ x, float* __restrict__ out)
{
    ELEMENT(n);
    out[i] = x[largest(n, steps, x, i)];
}

// dx[t n + i] = dout[i] where x[t n + i] is that maximum, else 0.   4 (2 steps + 1) n bytes.
extern "C" __global__ void max_over_time_backward(unsigned n, int steps, const float* __restrict__ x, const float* __restrict__ dout,
                                                  float* __restrict__ dx)
{
    ELEMENT(n);
    long long best = largest(n, steps, x, i);
    for (int t = 0; t < steps; t++) {
        long long at = (long long)t * n + i;
        dx[at] = at == best ? dout[i] : 0.f;
    }
}

// target[r, to + c] = source[r, from + c] for c < width; n = rows * width.
extern "C" __global__ void copy_columns(unsigned n, unsigned width, const float* __restrict__ source, int sourceCols, int from,
                                        float* __restrict__ target, int targetCols, int to)
{
    ELEMENT(n);
    long long r = i / width;
    unsigned c = i % width;
    target[r * targetCols + to + c] = source[r * sourceCols + from + c];
}

// Sums of columns, part p over the rows [p chunk, (p + 1) chunk): out[p, c] = sum_r x[r, c], or out[0, c] += it.
// Block: 32 columns by 32 lanes of rows, added first along a lane, then lane by lane: an order that depends on the shape alone.
// Grid: parts * ceil(cols / 32). 4 rows cols bytes. More than one part: the sums of the parts are summed by a second launch.
extern "C" __global__ void __launch_bounds__(1024) sum_rows(int rows, int cols, int chunk, int accumulate, const float* __restrict__ x, float* out)
{
    __shared__ float lanes[32][33];
    int blocks = (cols + 31) / 32;
    int p = (int)blockIdx.x / blocks;
    int c = (int)blockIdx.x % blocks * 32 + (int)(threadIdx.x & 31), lane = (int)(threadIdx.x >> 5);
    long long last = min((long long)rows, ((long long)p + 1) * chunk);
    float sum = 0.f;
    if (c < cols)
        for (long long r = (long long)p * chunk + lane; r < last; r += 32) sum += x[r * cols + c];
    lanes[lane][threadIdx.x & 31] = sum;
    __syncthreads();
    if (lane == 0 && c < cols) {
        sum = lanes[0][threadIdx.x];
        for (int l = 1; l < 32; l++) sum += lanes[l][threadIdx.x];
        long long at = (long long)p * cols + c;
        out[at] = accumulate ? out[at] + sum : sum;
    }
}
