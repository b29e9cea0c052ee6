// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the steps of a map's writer: one before a write and one behind it, so it is odd while bytes change. A reader
 * that finds the same even number before and after it has read has read bytes that did not change.
 *
 * <p><b>Order.</b> The step before a write is seen no later than the write, by a fence between them; the step behind it
 * is a release. A reader takes the number with acquire, reads, and takes it again behind a fence. On x86-64 none of
 * these is an instruction, they only bind the compiler.
 *
 * <p><b>Threads.</b> {@link #now}, {@link #isStill} and {@link #letOthersRun} are for any thread, the others are for
 * the writer.
 */
public final class WriteSequence
{
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    /** The word has two cache lines before it and two behind it, as the processor loads lines in pairs. */
    private static final int WORD = 16;

    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final RuntimeException COLLISION = new Collision();

    private final AtomicLong yieldCount = new AtomicLong();
    private final long[] words = new long[2 * WORD];
    private int depth;
    private Thread editor;

    /** What a reader meets while the write flag is set; made once, as nobody sees where it was thrown. */
    private static final class Collision extends ConcurrentModificationException
    {
        private static final long serialVersionUID = 1L;

        Collision()
        {
            super("concurrent map read and map write");
        }

        @Override
        public synchronized Throwable fillInStackTrace()
        {
            return this;
        }
    }

    /** Refuses a read that is in the middle of a write; whoever reads by the sequence reads again. */
    public RuntimeException collision()
    {
        return COLLISION;
    }

    /** How often readers have yielded. */
    public long yieldCount()
    {
        return yieldCount.get();
    }

    /** A reader has met a write again and again: lets others run. */
    @SuppressWarnings("ThreadPriorityCheck")
    public void letOthersRun()
    {
        yieldCount.incrementAndGet();
        Thread.yield();
    }

    /** The number of steps; odd while a write is on its way. */
    public long now()
    {
        return (long)WORDS.getAcquire(words, WORD);
    }

    /** Whether everything that was read since {@link #now} gave a number can be believed. */
    public boolean isStill(final long number)
    {
        VarHandle.acquireFence();
        return (number & 1) == 0 && number == (long)WORDS.getOpaque(words, WORD);
    }

    /** A write begins, or a part of one. */
    public void begin()
    {
        if (depth++ == 0)
        {
            stepIn();
        }
    }

    /** What {@link #begin} began has ended. */
    public void end()
    {
        if (--depth == 0)
        {
            stepOut();
        }
    }

    /** A function of the caller runs within a write; until it has ended, nothing changes. */
    public void pause()
    {
        if (depth != 0)
        {
            stepOut();
        }
    }

    /** The function has ended. */
    public void resume()
    {
        if (depth != 0)
        {
            stepIn();
        }
    }

    /** Begins a write whose changes a function of the caller makes. */
    public void beginEdit()
    {
        begin();
        editor = Thread.currentThread();
    }

    /** Ends it. */
    public void endEdit()
    {
        editor = null;
        end();
    }

    /** Whether the thread that asks is in the middle of an edit: it would wait for itself. */
    public boolean isEditing()
    {
        return editor == Thread.currentThread();
    }

    private void stepIn()
    {
        WORDS.setOpaque(words, WORD, words[WORD] + 1);
        VarHandle.storeStoreFence();
    }

    private void stepOut()
    {
        WORDS.setRelease(words, WORD, words[WORD] + 1);
    }
}
