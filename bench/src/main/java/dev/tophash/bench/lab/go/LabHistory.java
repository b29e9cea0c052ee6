// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was done to a copy, so that it can be taken back byte for byte.
 *
 * <p>Beside the copy stands its shadow: the bytes as they were after the last step. A step is kept as the runs of bytes
 * in which the two differ, found by comparing all of them, so that a write nobody thought of, through a pointer that
 * leads astray, is taken back too.
 */
public final class LabHistory implements AutoCloseable
{
    /** Old bytes kept for all steps together; the oldest steps are forgotten first. */
    private static final long MAX_KEPT = 256L << 20;

    private final LabImage image;
    private final LabImage shadow;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private long kept;

    /**
     * Starts the history of a copy as it is now.
     *
     * @param image the copy; not closed with this.
     */
    public LabHistory(final LabImage image)
    {
        this.image = image;
        this.shadow = image.fork();
    }

    /** Bytes in one piece that a step changed, and what they were. */
    private static final class Run
    {
        final long offset;
        final byte[] before;

        Run(final long offset, final byte[] before)
        {
            this.offset = offset;
            this.before = before;
        }
    }

    /** What a step changed. */
    private record Step(String text, long endAddress, List<Run> runs, long size)
    {
    }

    /**
     * A step that was taken back.
     *
     * @param text what had been done.
     * @param size how many bytes it had changed.
     */
    public record Undone(String text, long size)
    {
    }

    /**
     * The map before the step that is under way.
     *
     * @return a live view of the shadow.
     */
    public MapImage before()
    {
        return shadow.view();
    }

    /**
     * Ends a step.
     *
     * @param text what was done.
     * @return how many bytes it changed; a step that changed none is not kept.
     */
    public long commit(final String text)
    {
        final List<Run> runs = new ArrayList<>();
        long size = 0;
        final MemorySegment now = image.memory();
        final MemorySegment then = shadow.memory();
        final long limit = now.byteSize();
        long at = next(now, then, 0);
        while (at < limit)
        {
            long end = at + 1;
            while (end < limit && byteAt(now, end) != byteAt(then, end))
            {
                end++;
            }
            runs.add(new Run(at, then.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE)));
            MemorySegment.copy(now, at, then, at, end - at);
            size += end - at;
            at = next(now, then, end);
        }
        if (!runs.isEmpty() || image.endAddress() != shadow.endAddress())
        {
            keep(new Step(text, shadow.endAddress(), runs, size));
            shadow.free(image.endAddress());
        }
        return size;
    }

    private static byte byteAt(final MemorySegment memory, final long offset)
    {
        return memory.get(ValueLayout.JAVA_BYTE, offset);
    }

    private static long next(final MemorySegment now, final MemorySegment then, final long from)
    {
        final long distance = MemorySegment.mismatch(now, from, now.byteSize(), then, from, now.byteSize());
        return distance < 0 ? now.byteSize() : from + distance;
    }

    private void keep(final Step step)
    {
        kept -= undone.stream().mapToLong(Step::size).sum();
        undone.clear();
        steps.push(step);
        kept += step.size;
        while (kept > MAX_KEPT && steps.size() > 1)
        {
            kept -= steps.removeLast().size;
        }
    }

    /**
     * Takes the last step back.
     *
     * @return what had been done; null if there is nothing left to take back.
     */
    public Undone undo()
    {
        return swap(steps, undone);
    }

    /**
     * Does the step again that was taken back last.
     *
     * @return what was done; null if nothing was taken back since the last step.
     */
    public Undone redo()
    {
        return swap(undone, steps);
    }

    /** Restores the bytes of a step and keeps those that they replace, so that it can be swapped again. */
    private Undone swap(final Deque<Step> from, final Deque<Step> to)
    {
        final Step step = from.poll();
        if (step == null)
        {
            return null;
        }
        final List<Run> runs = new ArrayList<>();
        for (final Run run : step.runs)
        {
            runs.add(new Run(run.offset,
                image.memory().asSlice(run.offset, run.before.length).toArray(ValueLayout.JAVA_BYTE)));
            restore(image, run);
            restore(shadow, run);
        }
        to.push(new Step(step.text, image.endAddress(), runs, step.size));
        image.free(step.endAddress);
        shadow.free(step.endAddress);
        return new Undone(step.text, step.size);
    }

    /**
     * Goes back to the bytes as they were after the last step, as if nothing had been done since.
     *
     * @return whether anything had been done.
     */
    public boolean revert()
    {
        final MemorySegment now = image.memory();
        final MemorySegment then = shadow.memory();
        final boolean changed = now.mismatch(then) >= 0 || image.endAddress() != shadow.endAddress();
        if (changed)
        {
            MemorySegment.copy(then, 0, now, 0, then.byteSize());
            image.free(shadow.endAddress());
        }
        return changed;
    }

    private static void restore(final LabImage target, final Run run)
    {
        MemorySegment.copy(
            run.before, 0, target.memory(), ValueLayout.JAVA_BYTE, run.offset, run.before.length);
    }

    /**
     * How far forward it goes.
     *
     * @return number of steps that can be done again.
     */
    public int undoneDepth()
    {
        return undone.size();
    }

    /**
     * How far back it goes.
     *
     * @return number of steps that can be taken back.
     */
    public int depth()
    {
        return steps.size();
    }

    @Override
    public void close()
    {
        shadow.close();
    }
}
