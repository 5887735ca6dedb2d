/* Stands for a simulation engine: overdamped Langevin dynamics in the potential 8 (x^2 - 1)^2, from a restart file to the next.
   engine SEED RESTART NEXT_RESTART PROGRESS_COORDINATE */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double barrier = 8, drift = 0.0002;
static const int steps = 50, interval = 10;
static uint64_t state;

static double uniform(void) {
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return ((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double normal(void) {
    double a, b, square;
    do {
        a = 2 * uniform() - 1;
        b = 2 * uniform() - 1;
        square = a * a + b * b;
    } while (square >= 1 || square == 0);
    return a * sqrt(-2 * log(square) / square);
}

static FILE *open_file(const char *name, const char *mode) {
    FILE *file = fopen(name, mode);
    if (file == NULL) {
        perror(name);
        exit(1);
    }
    return file;
}

static void close_file(FILE *file, const char *name) {
    if (fclose(file) != 0) {
        perror(name);
        exit(1);
    }
}

int main(int count, char **arguments) {
    double x;
    if (count != 5) {
        fprintf(stderr, "engine SEED RESTART NEXT_RESTART PROGRESS_COORDINATE\n");
        return 2;
    }
    state = strtoull(arguments[1], NULL, 10);
    FILE *restart = open_file(arguments[2], "r");
    if (fscanf(restart, "%lf", &x) != 1) {
        fprintf(stderr, "engine: %s is no restart file\n", arguments[2]);
        return 1;
    }
    fclose(restart);
    FILE *coordinate = open_file(arguments[4], "w");
    fprintf(coordinate, "%.17g\n", x);
    for (int step = 1; step <= steps; step++) {
        x += sqrt(2 * drift) * normal() - drift * 4 * barrier * x * (x * x - 1);
        if (step % interval == 0)
            fprintf(coordinate, "%.17g\n", x);
    }
    close_file(coordinate, arguments[4]);
    FILE *next = open_file(arguments[3], "w");
    fprintf(next, "%.17g\n", x);
    close_file(next, arguments[3]);
    return 0;
}
