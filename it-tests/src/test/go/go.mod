module tophash

go 1.19
