// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.demo;

import dev.tophash.LongLongMap;
import dev.tophash.StringLongMap;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Counts names and numbers in two maps, and says how far it is when it takes long: in place in a terminal, else by
 * lines.
 */
final class Filling implements ClassFileConstants.Visitor
{
    private static final long FIRST_WORD_NS = 2_000_000_000L;
    private static final long NEXT_WORD_NS = 1_000_000_000L;
    private static final long NEXT_LINE_NS = 5_000_000_000L;

    private final StringLongMap names;
    private final LongLongMap numbers;
    private final PrintWriter progress;
    private final boolean inPlace;
    private long nextWord = System.nanoTime() + FIRST_WORD_NS;
    private boolean said;
    private long classFileCount;
    private long nameCount;
    private long numberCount;
    private long refusedCount;

    Filling(final StringLongMap names, final LongLongMap numbers, final PrintWriter progress, final boolean inPlace)
    {
        this.names = names;
        this.numbers = numbers;
        this.progress = progress;
        this.inPlace = inPlace;
    }

    @Override
    public void name(final String name)
    {
        try
        {
            names.put(name, names.getOrDefault(name, 0) + 1);
            nameCount++;
        }
        catch (final IllegalArgumentException unpairedSurrogate)
        {
            refusedCount++;
        }
    }

    @Override
    public void number(final long number)
    {
        numbers.put(number, numbers.getOrDefault(number, 0) + 1);
        numberCount++;
    }

    @Override
    public void classFileEnded()
    {
        classFileCount++;
        final long now = System.nanoTime();
        if (now - nextWord >= 0)
        {
            nextWord = now + (inPlace ? NEXT_WORD_NS : NEXT_LINE_NS);
            said = inPlace;
            final String word =
                String.format(Locale.ROOT, "   %,d class files, %,d names ...", classFileCount, nameCount);
            progress.print(inPlace ? "\r" + word : word + System.lineSeparator());
            progress.flush();
        }
    }

    void end()
    {
        if (said)
        {
            progress.print("\r" + " ".repeat(60) + "\r");
            progress.flush();
        }
    }

    long classFileCount()
    {
        return classFileCount;
    }

    long nameCount()
    {
        return nameCount;
    }

    long numberCount()
    {
        return numberCount;
    }

    long refusedCount()
    {
        return refusedCount;
    }
}
