// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Objects;

/**
 * An anonymous, no-reserve mapping: {@code mmap}, {@code munmap} and {@code madvise} through the FFM linker.
 *
 * <p>Why not {@code Arena.allocate}: it zeroes, and so touches, every page in the caller. 256 MiB took about 290 ms
 * that way and 6 ms by {@code mmap}, with nothing resident. The calls are restricted: without
 * {@code --enable-native-access} the JVM prints its one warning, under {@code --illegal-native-access=deny} they throw
 * and {@link Region} falls back to {@link FileRange}.
 */
final class NativeRange implements ReservedRange
{
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private static volatile boolean denied;

    private final MemorySegment segment;
    private final Arena arena;
    private final Object mapping;

    private NativeRange(final MemorySegment segment, final Arena arena, final Object mapping)
    {
        this.segment = segment;
        this.arena = arena;
        this.mapping = mapping;
    }

    /**
     * Tells whether this system has the calls with the constants above and the JVM has not denied them before.
     *
     * @return true on Linux.
     */
    static boolean supported()
    {
        return !denied && System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    /**
     * Reserves a range.
     *
     * @param size number of bytes, a multiple of the page size.
     * @return the range, or null if the system refuses that many addresses.
     * @throws IllegalCallerException if native access is denied.
     */
    @SuppressWarnings({"restricted", "MustBeClosed"})
    static NativeRange reserve(final long size)
    {
        final long address;
        try
        {
            final MemorySegment pointer = (MemorySegment)Calls.MMAP.invokeExact(
                MemorySegment.NULL, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            address = pointer.address();
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
        if (MAP_FAILED == address)
        {
            return null;
        }
        final Arena arena = Arena.ofShared();
        final Object mapping = new Object();
        final MemorySegment segment =
            MemorySegment.ofAddress(address).reinterpret(size, arena, whole -> unmap(mapping, whole.address(), size));
        return new NativeRange(segment, arena, mapping);
    }

    @Override
    public MemorySegment segment()
    {
        return segment;
    }

    @Override
    public Arena arena()
    {
        return arena;
    }

    @Override
    public void giveBack(final long offset, final long size)
    {
        if (0 != advise(offset, size, MADV_DONTNEED))
        {
            Memory.zero(segment, offset, size);
        }
    }

    @Override
    public void adviseHuge(final long offset, final long size)
    {
        advise(offset, size, MADV_HUGEPAGE);
    }

    @Override
    public boolean fileBacked()
    {
        return false;
    }

    /**
     * The address goes to the system as a number, so nothing keeps the range mapped meanwhile; without the lock a close
     * in another thread could unmap it, and the advice would hit what is mapped there next.
     */
    private int advise(final long offset, final long size, final int advice)
    {
        Objects.checkFromIndexSize(offset, size, segment.byteSize());
        synchronized (mapping)
        {
            if (!segment.scope().isAlive())
            {
                throw new IllegalStateException("range already unmapped");
            }
            try
            {
                return (int)Calls.MADVISE.invokeExact(segment.address() + offset, size, advice);
            }
            catch (final Throwable e)
            {
                throw undeclared(e);
            }
        }
    }

    private static void unmap(final Object mapping, final long address, final long size)
    {
        synchronized (mapping)
        {
            unmap(address, size);
        }
    }

    private static void unmap(final long address, final long size)
    {
        try
        {
            final int result = (int)Calls.MUNMAP.invokeExact(address, size);
            assert 0 == result : "munmap refused";
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    private static RuntimeException undeclared(final Throwable e)
    {
        if (e instanceof ExceptionInInitializerError initializer && initializer.getCause() instanceof
            IllegalCallerException refusal)
        {
            denied = true;
            return refusal;
        }
        if (e instanceof RuntimeException runtime)
        {
            return runtime;
        }
        if (e instanceof Error error)
        {
            throw error;
        }
        return new IllegalStateException(e);
    }

    /** Linked on first use, so that a JVM that denies native access can still load the class around it. */
    private static final class Calls
    {
        static final MethodHandle MMAP = link(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MUNMAP = link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle MADVISE =
            link("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

        @SuppressWarnings("restricted")
        private static MethodHandle link(final String name, final FunctionDescriptor descriptor)
        {
            final Linker linker = Linker.nativeLinker();
            final SymbolLookup lookup = linker.defaultLookup();
            return linker.downcallHandle(lookup.find(name).orElseThrow(), descriptor);
        }
    }
}
