// The elementwise part of the gated recurrent unit. One thread per element of the state, blocks of 256.

// r = s(gi_r + gh_r), z = s(gi_z + gh_z), q = tanh(gi_n + r gh_n), out = q + z (h - q); gi, gh, gates [n, 3d] in blocks r, z, n.
// n = rows * d elements. 44n bytes.
extern "C" __global__ void gru_cell(unsigned n, unsigned d, const float* __restrict__ gi, const float* __restrict__ gh,
                                    const float* __restrict__ h, float* __restrict__ gates, float* __restrict__ out)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    long long at = (long long)(i / d) * 3 * d + i % d;
    float r = 1.f / (1.f + expf(-(gi[at] + gh[at])));
    float z = 1.f / (1.f + expf(-(gi[at + d] + gh[at + d])));
    float q = tanhf(fmaf(r, gh[at + 2ll * d], gi[at + 2ll * d]));
    gates[at] = r;
    gates[at + d] = z;
    gates[at + 2ll * d] = q;
    out[i] = fmaf(z, h[i] - q, q);
}

// dq = dout (1 - z)(1 - q^2), dz = dout (h - q) z (1 - z), dr = dq gh_n r (1 - r), dgi = [dr, dz, dq], dgh = [dr, dz, r dq], dh = dout z.
// 56n bytes.
extern "C" __global__ void gru_cell_backward(unsigned n, unsigned d, const float* __restrict__ gates, const float* __restrict__ gh,
                                             const float* __restrict__ h, const float* __restrict__ dout, float* __restrict__ dgi,
                                             float* __restrict__ dgh, float* __restrict__ dh)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    long long at = (long long)(i / d) * 3 * d + i % d;
    float r = gates[at], z = gates[at + d], q = gates[at + 2ll * d], up = dout[i];
    float dq = up * (1.f - z) * fmaf(-q, q, 1.f);
    float dz = up * (h[i] - q) * z * (1.f - z);
    float dr = dq * gh[at + 2ll * d] * r * (1.f - r);
    dgi[at] = dr;
    dgi[at + d] = dz;
    dgi[at + 2ll * d] = dq;
    dgh[at] = dr;
    dgh[at + d] = dz;
    dgh[at + 2ll * d] = dq * r;
    dh[i] = up * z;
}
