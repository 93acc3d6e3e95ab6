// Kernels with one planted fault each, beside one that is right: the tests' own test. What they cannot see in these, they
// would not see in the real ones.

// y = 2x; a thread an element. The right one.
extern "C" __global__ void fault_none(int n, const float* __restrict__ x, float* __restrict__ y)
{
    int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < n) y[i] = 2.f * x[i];
}

// The same, and one element too many.
extern "C" __global__ void fault_past_the_end(int n, const float* __restrict__ x, float* __restrict__ y)
{
    int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    if (i <= n) y[i] = i < n ? 2.f * x[i] : 0.f;
}

// The same, without the last element.
extern "C" __global__ void fault_unwritten(int n, const float* __restrict__ x, float* __restrict__ y)
{
    int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < n - 1) y[i] = 2.f * x[i];
}

// The same, by way of another thread's shared memory, without the barrier that this takes.
extern "C" __global__ void fault_no_barrier(int n, const float* __restrict__ x, float* __restrict__ y)
{
    __shared__ float part[64];
    int i = (int)threadIdx.x;
    part[i] = i < n ? 2.f * x[i] : 0.f;
    if (63 - i < n) y[63 - i] = part[63 - i];
}

// A barrier that half of the threads do not reach.
extern "C" __global__ void fault_divergent_barrier(int n, const float* __restrict__ x, float* __restrict__ y)
{
    int i = (int)threadIdx.x;
    if (i < 32) __syncthreads();
    else if (i < n) y[i] = x[i];
    if (i >= n - 32) __syncthreads();
}
