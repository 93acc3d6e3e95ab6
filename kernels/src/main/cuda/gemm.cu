// Matrix products in single precision: where cuBLAS is missing or not wanted, and beside it for empty sums (KernelBlas).

// c = alpha op(a) op(b) + beta c, row-major; op(a) [m, k], op(b) [k, n]. 2mkn flops.
// Block of 256: a tile of 64 by 64 of c, 4 by 4 to a thread, over slices of 16 of k in shared memory. An element of c adds its products
// in the order of k whatever m and n are, so that a row does not depend on the rows beside it.
// Grid: ceil(n/64) * ceil(m/64) * parts. Part p takes k in [p depth, (p + 1) depth) and writes to c + p m ldc (alpha, beta: 1, 0 then).
extern "C" __global__ void __launch_bounds__(256) sgemm(int m, int n, int k, int transposeA, int transposeB, float alpha,
                                                        const float* __restrict__ a, int lda, const float* __restrict__ b, int ldb, float beta,
                                                        float* __restrict__ c, int ldc, int depth)
{
    __shared__ float as[16][68], bs[16][68];
    int across = (n + 63) / 64, down = (m + 63) / 64, t = (int)threadIdx.x;
    int block = (int)blockIdx.x;
    int col = block % across * 64, row = block / across % down * 64, p = block / across / down;
    int first = p * depth, last = min(k - first, depth) + first;
    int tx = t & 15, ty = t >> 4;
    float acc[4][4] = {{0.f, 0.f, 0.f, 0.f}, {0.f, 0.f, 0.f, 0.f}, {0.f, 0.f, 0.f, 0.f}, {0.f, 0.f, 0.f, 0.f}};
    for (int s = first; s < last; s += 16) {
        // Neighbouring threads read along whichever dimension is contiguous.
        for (int q = 0; q < 4; q++) {
            int i = transposeA ? t & 63 : (t >> 4) + 16 * q, x = transposeA ? (t >> 6) + 4 * q : t & 15;
            long long at = transposeA ? (long long)(s + x) * lda + row + i : (long long)(row + i) * lda + s + x;
            as[x][i] = row + i < m && s + x < last ? a[at] : 0.f;
            int j = transposeB ? (t >> 4) + 16 * q : t & 63, y = transposeB ? t & 15 : (t >> 6) + 4 * q;
            at = transposeB ? (long long)(col + j) * ldb + s + y : (long long)(s + y) * ldb + col + j;
            bs[y][j] = col + j < n && s + y < last ? b[at] : 0.f;
        }
        __syncthreads();
#pragma unroll
        for (int x = 0; x < 16; x++) {   // beyond `last` both factors are 0
            float av[4], bv[4];
            for (int i = 0; i < 4; i++) av[i] = as[x][ty * 4 + i];
            for (int j = 0; j < 4; j++) bv[j] = bs[x][tx * 4 + j];
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) acc[i][j] = fmaf(av[i], bv[j], acc[i][j]);
        }
        __syncthreads();
    }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            int r = row + ty * 4 + i, q = col + tx * 4 + j;
            if (r >= m || q >= n) continue;
            float* to = c + ((long long)p * m + r) * ldc + q;
            *to = beta == 0.f ? alpha * acc[i][j] : fmaf(alpha, acc[i][j], beta * *to);
        }
}

// c = alpha (sum over the parts, in order) + beta c; parts [parts, m, n].   One thread per element, blocks of 256.
extern "C" __global__ void sgemm_sum(unsigned elements, unsigned n, int parts, float alpha, const float* __restrict__ part, float beta,
                                     float* __restrict__ c, int ldc)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= elements) return;
    float sum = 0.f;
    for (int p = 0; p < parts; p++) sum += part[(long long)p * elements + i];
    float* to = c + (long long)(i / n) * ldc + i % n;
    *to = beta == 0.f ? alpha * sum : fmaf(alpha, sum, beta * *to);
}
