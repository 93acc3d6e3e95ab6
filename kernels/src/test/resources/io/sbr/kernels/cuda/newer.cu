// What newer.ptx was made of.
extern "C" __global__ void newer(int n) {}
