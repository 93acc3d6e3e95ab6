// Losses over candidates that rows share: scores [rows, cols], the target of row b in column b. A block of 256 per row; each pass over the
// row reads it from the cache. The gradient may take the place of the scores: the last pass reads a number before it writes it.
#define EPSILON 1e-24f

static __device__ __forceinline__ float block_sum(float v, float* part)
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

static __device__ __forceinline__ float block_max(float v, float* part)
{
    part[threadIdx.x] = v;
    __syncthreads();
    for (int o = 128; o > 0; o >>= 1) {
        if ((int)threadIdx.x < o) part[threadIdx.x] = fmaxf(part[threadIdx.x], part[threadIdx.x + o]);
        __syncthreads();
    }
    float max = part[0];
    __syncthreads();
    return max;
}

// losses[b] = -weights[b] log(p_b + EPSILON), p the softmax of the row; gradient = -weights[b] p_b / (p_b + EPSILON) ([j = b] - p_j).
// 20 bytes and two exp per score.
extern "C" __global__ void __launch_bounds__(256) sampled_softmax(int cols, const float* scores, const float* __restrict__ weights,
                                                                  float* __restrict__ losses, float* gradient)
{
    __shared__ float part[256];
    int b = (int)blockIdx.x;
    const float* r = scores + (long long)b * cols;
    float* g = gradient + (long long)b * cols;
    float max = -__int_as_float(0x7f800000), sum = 0.f, weight = weights[b];
    for (int j = (int)threadIdx.x; j < cols; j += 256) max = fmaxf(max, r[j]);
    max = block_max(max, part);
    for (int j = (int)threadIdx.x; j < cols; j += 256) sum += expf(r[j] - max);
    sum = block_sum(sum, part);
    float own = expf(r[b] - max) / sum;
    float slope = weight * own / (own + EPSILON);
    __syncthreads();   // every thread has read r[b]
    for (int j = (int)threadIdx.x; j < cols; j += 256) g[j] = slope * (expf(r[j] - max) / sum - (j == b ? 1.f : 0.f));
    if (threadIdx.x == 0) losses[b] = -weight * logf(own + EPSILON);
}

static __device__ __forceinline__ float bend(float x, float elu)
{
    return elu > 0.f && !(x > 0.f) ? elu * (expf(x) - 1.f) : x;
}

// BPR-max (SampledKernels): s the softmax of the bent scores without column b, a_j = sigma(r_b - r_j), mean = sum s a, square = sum s r^2,
//   losses[b] = weights[b] (-log(mean + EPSILON) + decay square)
// 28 bytes and seven exp per score. Four blocks to a multiprocessor: for eight there would be too few registers.
extern "C" __global__ void __launch_bounds__(256, 4) bpr_max(int cols, float elu, float decay, const float* scores,
                                                             const float* __restrict__ weights, float* __restrict__ losses, float* gradient)
{
    __shared__ float part[256];
    int b = (int)blockIdx.x;
    const float* x = scores + (long long)b * cols;
    float* g = gradient + (long long)b * cols;
    float max = -__int_as_float(0x7f800000), sum = 0.f, weight = weights[b], first = x[b], own = bend(first, elu);
    for (int j = (int)threadIdx.x; j < cols; j += 256)
        if (j != b) max = fmaxf(max, bend(x[j], elu));
    max = block_max(max, part);
    for (int j = (int)threadIdx.x; j < cols; j += 256)
        if (j != b) sum += expf(bend(x[j], elu) - max);
    sum = block_sum(sum, part);
    float mean = 0.f, square = 0.f, steep = 0.f;
    for (int j = (int)threadIdx.x; j < cols; j += 256)
        if (j != b) {
            float r = bend(x[j], elu), s = expf(r - max) / sum, a = 1.f / (1.f + expf(r - own));
            mean = fmaf(s, a, mean);
            square = fmaf(s * r, r, square);
            steep = fmaf(s * a, 1.f - a, steep);
        }
    mean = block_sum(mean, part);
    square = block_sum(square, part);
    steep = block_sum(steep, part);
    float ofMean = -weight / (mean + EPSILON), ofSquare = weight * decay;
    for (int j = (int)threadIdx.x; j < cols; j += 256)
        if (j != b) {
            float r = bend(x[j], elu), s = expf(r - max) / sum, a = 1.f / (1.f + expf(r - own));
            float d = s * (ofMean * (a - mean - a * (1.f - a)) + ofSquare * (r * r - square + 2.f * r));
            g[j] = elu > 0.f && !(x[j] > 0.f) ? d * (r + elu) : d;
        }
    if (threadIdx.x == 0) {
        g[b] = ofMean * steep * (elu > 0.f && !(first > 0.f) ? own + elu : 1.f);
        losses[b] = weight * (-logf(mean + EPSILON) + decay * square);
    }
}
