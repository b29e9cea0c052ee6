module tophash.dev/peers

go 1.21
