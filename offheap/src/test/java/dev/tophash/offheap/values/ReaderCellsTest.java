// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReaderCellsTest
{
    private static final int FIRST = 1;
    private static final int COUNT = 3;

    private final ReaderCells cells = new ReaderCells(FIRST, COUNT);

    @Test
    void shouldBeginAtTheCellThatTheThreadsNumberGives()
    {
        for (int thread = 0; thread < COUNT; thread++)
        {
            assertEquals(FIRST + thread, cells.take(COUNT * 7 + thread));
        }
        cells.giveBack(FIRST + 1);
        assertEquals(FIRST + 1, cells.take(0), "the only free one");
    }

    @Test
    void shouldWaitWhileAllAreTaken()
    {
        for (int cell = 0; cell < COUNT; cell++)
        {
            cells.take(cell);
        }
        final CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> cells.take(0));
        assertFalse(waiting.isDone());
        cells.giveBack(FIRST + 2);
        assertEquals(FIRST + 2, waiting.join());
    }

    @Test
    void shouldGiveACellToOneThreadAtATime()
    {
        final AtomicIntegerArray holders = new AtomicIntegerArray(FIRST + COUNT);
        final long wrong = IntStream.range(0, 4).parallel().map(thread ->
        {
            int clashes = 0;
            for (int i = 0; i < 20_000; i++)
            {
                final int cell = cells.take(thread);
                clashes += holders.incrementAndGet(cell) == 1 ? 0 : 1;
                holders.decrementAndGet(cell);
                cells.giveBack(cell);
            }
            return clashes;
        }).sum();
        assertEquals(0, wrong);
    }
}
