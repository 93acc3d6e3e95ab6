// Normalisation of rows (a warp per row, 8 to a block) and of one vector (one block).
#define FULL 0xffffffffu

static __device__ __forceinline__ float warp_sum(float v)
{
    for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(FULL, v, o);
    return v;
}

// out[r, :] = (x[r, :] - mu) rho weight + bias, rho = 1 / sqrt(var + epsilon); statistics[r] = (mu, rho).   16 bytes per element.
extern "C" __global__ void layer_norm(unsigned n, int cols, float epsilon, const float* __restrict__ x, const float* __restrict__ weight,
                                      const float* __restrict__ bias, float* __restrict__ statistics, float* __restrict__ out)
{
    unsigned r = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    if (r >= n) return;
    const float* row = x + (long long)r * cols;
    float sum = 0.f;
    for (int c = lane; c < cols; c += 32) sum += row[c];
    float mu = warp_sum(sum) / (float)cols;
    float squares = 0.f;
    for (int c = lane; c < cols; c += 32) squares = fmaf(row[c] - mu, row[c] - mu, squares);
    float rho = 1.f / sqrtf(warp_sum(squares) / (float)cols + epsilon);
    if (lane == 0) {
        statistics[2ll * r] = mu;
        statistics[2ll * r + 1] = rho;
    }
    for (int c = lane; c < cols; c += 32) out[(long long)r * cols + c] = fmaf((row[c] - mu) * rho, weight[c], bias[c]);
}

// With u = (x - mu) rho and a = dy weight: dx = rho (a - mean(a) - u mean(a u)); products[r, :] = dy u, whose column sums are dweight.
extern "C" __global__ void layer_norm_backward(unsigned n, int cols, const float* __restrict__ x, const float* __restrict__ weight,
                                               const float* __restrict__ statistics, const float* __restrict__ dy, float* __restrict__ dx,
                                               float* __restrict__ products)
{
    unsigned r = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    if (r >= n) return;
    long long row = (long long)r * cols;
    float mu = statistics[2ll * r], rho = statistics[2ll * r + 1], sum = 0.f, dot = 0.f;
    for (int c = lane; c < cols; c += 32) {
        float a = dy[row + c] * weight[c];
        sum += a;
        dot = fmaf(a, (x[row + c] - mu) * rho, dot);
    }
    sum = warp_sum(sum) / (float)cols;
    dot = warp_sum(dot) / (float)cols;
    for (int c = lane; c < cols; c += 32) {
        float u = (x[row + c] - mu) * rho;
        dx[row + c] = rho * (dy[row + c] * weight[c] - sum - u * dot);
        products[row + c] = dy[row + c] * u;
    }
}

// The length of a row, every lane of a warp having it: in double precision where a square would not fit single precision.
static __device__ float row_length(const float* row, int cols)
{
    int lane = (int)(threadIdx.x & 31);
    float q = 0.f;
    for (int c = lane; c < cols; c += 32) q = fmaf(row[c], row[c], q);
    q = warp_sum(q);
    if (q >= 1e-30f && q <= 3.402823466e38f) return sqrtf(q);
    double sum = 0;
    for (int c = lane; c < cols; c += 32) sum += (double)row[c] * (double)row[c];
    for (int o = 16; o > 0; o >>= 1) sum += __shfl_xor_sync(FULL, sum, o);
    return (float)sqrt(sum);
}

// out[r, :] = x[r, :] / |x[r, :]|, or 0 for a row of zeros.   12 bytes per element.
extern "C" __global__ void unit_rows(unsigned n, int cols, const float* x, float* out)
{
    unsigned r = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    if (r >= n) return;
    long long row = (long long)r * cols;
    float length = row_length(x + row, cols);
    for (int c = (int)(threadIdx.x & 31); c < cols; c += 32) out[row + c] = length == 0.f ? 0.f : x[row + c] / length;
}

// dx = (dy - y (y . dy)) / |x| row by row, or 0 for a row of zeros; dx may be dy.   24 bytes per element.
extern "C" __global__ void unit_rows_backward(unsigned n, int cols, const float* x, const float* y, const float* dy, float* dx)
{
    unsigned r = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    int lane = (int)(threadIdx.x & 31);
    if (r >= n) return;
    long long row = (long long)r * cols;
    float length = row_length(x + row, cols), dot = 0.f;
    for (int c = lane; c < cols; c += 32) dot = fmaf(y[row + c], dy[row + c], dot);
    dot = warp_sum(dot);
    for (int c = lane; c < cols; c += 32) dx[row + c] = length == 0.f ? 0.f : fmaf(-y[row + c], dot, dy[row + c]) / length;
}

// The sum of one number from each of the 256 threads of a block, in a fixed order; every thread gets it.
static __device__ float block_sum(float v, float* part)
{
    part[threadIdx.x] = v;
    __syncthreads();
    for (int o = 128; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) part[threadIdx.x] += part[threadIdx.x + o];
        __syncthreads();
    }
    float sum = part[0];
    __syncthreads();
    return sum;
}

// out = x / |x|, the whole of x as one vector.   One block of 256.
extern "C" __global__ void __launch_bounds__(256) unit_vector(unsigned n, const float* x, float* out)
{
    __shared__ float part[256];
    float q = 0.f;
    for (unsigned i = threadIdx.x; i < n; i += 256) q = fmaf(x[i], x[i], q);
    float norm = sqrtf(block_sum(q, part));
    for (unsigned i = threadIdx.x; i < n; i += 256) out[i] = x[i] / norm;
}

// dx = (dy - y (y . dy)) / |x|.   One block of 256.
extern "C" __global__ void __launch_bounds__(256) unit_vector_backward(unsigned n, const float* x, const float* y, const float* dy, float* dx)
{
    __shared__ float part[256];
    float q = 0.f, p = 0.f;
    for (unsigned i = threadIdx.x; i < n; i += 256) {
        q = fmaf(x[i], x[i], q);
        p = fmaf(y[i], dy[i], p);
    }
    float norm = sqrtf(block_sum(q, part)), dot = block_sum(p, part);
    for (unsigned i = threadIdx.x; i < n; i += 256) dx[i] = fmaf(-y[i], dot, dy[i]) / norm;
}
