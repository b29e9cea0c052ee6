// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tophash.offheap.events.Events;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * An anonymous, no-reserve mapping: {@code mmap}, {@code munmap} and {@code madvise} through the FFM linker.
 *
 * <p>Why not {@code Arena.allocate}: it zeroes, and so touches, every page in the caller. 256 MiB took about 290 ms
 * that way and 6 ms by {@code mmap}, with nothing resident. The calls are restricted: without
 * {@code --enable-native-access} the JVM prints its one warning, under {@code --illegal-native-access=deny} they throw,
 * and {@link Reservation} refuses or takes a {@link FileRange}.
 *
 * <p><b>How a range is reserved.</b> It is mapped without access, unlocked, and then made readable and writable as a
 * whole, before there is a segment over it. Mapped with access at once, all of it would become resident in a process
 * that has called {@code mlockall(MCL_FUTURE)}; with the unlock in between, 0 bytes are resident and locked. From then
 * on no page of it is ever inaccessible: a load there would kill the JVM.
 *
 * <p><b>What the kernel says is checked once.</b> Where {@code madvise} reports success and does nothing (old emulators
 * do), pages are zeroed by hand. Where transparent huge pages are always on, small ranges are kept out of them, so that
 * a small map costs pages of 4 KiB and not of 2 MiB, and large arrays are put back in.
 */
final class NativeRange implements ReservedRange
{
    private static final int PROT_NONE = 0x0;
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final long PROBE_WORD = 0x5a5a_5a5a_5a5a_5a5aL;
    private static final long MAP_FAILED = -1;

    private static final AtomicLong MAPPING_CALLS = new AtomicLong();
    private static final Unmapping UNMAPPING = new Unmapping(NativeRange::munmap, NativeRange::discardAt,
        NativeRange::zeroAt, System::nanoTime, AddressSpace.ofProcess().mostAtRest());

    private final MemorySegment segment;
    private final Arena arena;
    private final Mapping mapping;

    /** Null in the range of a map that keeps few pages; and where there was no room for the bits. */
    private MadePages made;

    private NativeRange(final MemorySegment segment, final Arena arena, final Mapping mapping)
    {
        this.segment = segment;
        this.arena = arena;
        this.mapping = mapping;
    }

    /** What the end of a range must know; also the lock of calls on its addresses. */
    private static final class Mapping
    {
        private boolean whole = true;
        private IntSupplier pageCount;
        private long tableOffset;

        Unmapping.Closed closed(final long address, final long size)
        {
            final boolean likeNew = whole && Zeroing.BY_ADVICE;
            final int pages = pageCount == null ? 0 : pageCount.getAsInt();
            return pageCount == null ? new Unmapping.Closed(address, size, likeNew) :
                new Unmapping.Closed(address, size, PageTable.offsetOf(pages), tableOffset, PageTable.entry(pages),
                    likeNew);
        }
    }

    /** Whether this system has the calls, with the constants above: Linux has. */
    static boolean hasCalls()
    {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    /** Whether this system has the calls and the JVM does not deny them. */
    static boolean supported()
    {
        return hasCalls() && Access.GRANTED;
    }

    /** What the JVM says to the first attempt holds for the process. */
    private static final class Access
    {
        static final boolean GRANTED = isGranted();

        private static boolean isGranted()
        {
            try
            {
                return Calls.MMAP != null;
            }
            catch (final ExceptionInInitializerError e)
            {
                if (e.getCause() instanceof IllegalCallerException)
                {
                    return false;
                }
                throw e;
            }
        }
    }

    /**
     * Reserves a range.
     *
     * @param size number of bytes, a multiple of the page size.
     * @return the range, or null if the system refuses that many addresses.
     */
    @SuppressWarnings({"restricted", "MustBeClosed"})
    static NativeRange reserve(final long size)
    {
        final long address;
        try
        {
            final long rested = UNMAPPING.take(size);
            address = rested == Unmapping.NONE ? mapOrHurry(size) : rested;
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
        if (address == MAP_FAILED)
        {
            return null;
        }
        AddressSpace.count(size);
        final Arena arena = Arena.ofShared();
        final Mapping mapping = new Mapping();
        final MemorySegment segment =
            MemorySegment.ofAddress(address).reinterpret(size, arena, whole -> unmap(mapping, whole.address(), size));
        return new NativeRange(segment, arena, mapping);
    }

    private static long mapOrHurry(final long size) throws Throwable
    {
        final long address = map(size);
        if (address != MAP_FAILED)
        {
            return address;
        }
        hurry();
        return map(size);
    }

    /** Maps a range that is readable and writable, and neither resident nor locked. */
    private static long map(final long size) throws Throwable
    {
        MAPPING_CALLS.incrementAndGet();
        final MemorySegment pointer = (MemorySegment)Calls.MMAP.invokeExact(
            MemorySegment.NULL, size, PROT_NONE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        final long address = pointer.address();
        if (address == MAP_FAILED)
        {
            return MAP_FAILED;
        }
        final int unlocked = (int)Calls.MUNLOCK.invokeExact(address, size);
        assert unlocked == 0 : "a range that was just mapped cannot be unlocked";
        if ((int)Calls.MPROTECT.invokeExact(address, size, PROT_READ_WRITE) != 0)
        {
            munmap(address, size);
            return MAP_FAILED;
        }
        if (HugePages.ALWAYS)
        {
            final int advised = (int)Calls.MADVISE.invokeExact(address, size, MADV_NOHUGEPAGE);
            assert advised == 0 : "huge pages on and no way to do without";
        }
        return address;
    }

    /** Whether pages really read as zero after {@code MADV_DONTNEED}, tried once on a page of its own. */
    private static final class Zeroing
    {
        static final boolean BY_ADVICE = onPage(page -> isZeroed(page, () -> advise(page, MADV_DONTNEED)));
    }

    /** Whether {@code MADV_POPULATE_WRITE} is known (Linux 5.14), tried once on a page of its own. */
    private static final class MadeAhead
    {
        static final boolean BY_ADVICE = onPage(page -> advise(page, MADV_POPULATE_WRITE) == 0);
    }

    /** A trial on a page. */
    @FunctionalInterface
    private interface Trial
    {
        boolean on(MemorySegment page) throws Throwable;
    }

    @SuppressWarnings("restricted")
    private static boolean onPage(final Trial trial)
    {
        try
        {
            final long size = SystemPage.SIZE;
            final long address = map(size);
            if (address == MAP_FAILED)
            {
                return false;
            }
            try
            {
                return trial.on(MemorySegment.ofAddress(address).reinterpret(size));
            }
            finally
            {
                munmap(address, size);
            }
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    private static int advise(final MemorySegment page, final int advice) throws Throwable
    {
        return (int)Calls.MADVISE.invokeExact(page.address(), page.byteSize(), advice);
    }

    /** Advice on a page; its result is the system's. */
    @FunctionalInterface
    interface Advice
    {
        /** 0 for success. */
        int give() throws Throwable;
    }

    /** Whether an advice that reports success has zeroed a page. */
    static boolean isZeroed(final MemorySegment page, final Advice advice) throws Throwable
    {
        Memory.putLong(page, 0, PROBE_WORD);
        return advice.give() == 0 && Memory.getLong(page, 0) == 0;
    }

    /** The system's setting for transparent huge pages, read once. */
    private static final class HugePages
    {
        static final boolean ALWAYS = isAlways(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"));
    }

    /** Whether a setting is {@code [always] madvise never}. */
    static boolean isAlways(final Path setting)
    {
        try
        {
            return Files.readString(setting).contains("[always]");
        }
        catch (final IOException e)
        {
            return false;
        }
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

    @SuppressWarnings("restricted")
    @Override
    public MemorySegment view(final Arena other)
    {
        return segment.reinterpret(segment.byteSize(), other, null);
    }

    @Override
    public void touched(final IntSupplier pageCount, final long tableOffset)
    {
        synchronized (mapping)
        {
            mapping.pageCount = pageCount;
            mapping.tableOffset = tableOffset;
        }
    }

    @SuppressWarnings("restricted")
    @Override
    public void rememberPages()
    {
        final long size = MadePages.size(segment.byteSize());
        try
        {
            final long address = map(size);
            made = address == MAP_FAILED ? null : new MadePages(
                MemorySegment.ofAddress(address).reinterpret(size, arena, bits -> munmap(bits.address(), size)));
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    boolean knowsPages()
    {
        return made != null;
    }

    @Override
    public void giveBack(final long offset, final long size)
    {
        if (made != null)
        {
            made.remove(offset, size);
        }
        SystemPage.giveWhole(offset, size, SystemPage.SIZE, this::discard, this::zero);
    }

    private int discard(final long offset, final long size)
    {
        return Zeroing.BY_ADVICE ? advise(offset, size, MADV_DONTNEED) : -1;
    }

    private void zero(final long offset, final long size)
    {
        if (size > 0)
        {
            Memory.zero(segment, offset, size);
        }
    }

    @Override
    public void adviseHuge(final long offset, final long size)
    {
        synchronized (mapping)
        {
            mapping.whole = false;
        }
        advise(offset, size, MADV_HUGEPAGE);
    }

    @Override
    public boolean populate(final long offset, final long size)
    {
        if (made != null && made.contains(offset, size))
        {
            return true;
        }
        final boolean populated = MadeAhead.BY_ADVICE && advise(offset, size, MADV_POPULATE_WRITE) == 0;
        if (populated && made != null)
        {
            made.add(offset, size);
        }
        return populated;
    }

    @Override
    public boolean wantsHugeArrays()
    {
        return HugePages.ALWAYS;
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

    private static void unmap(final Mapping mapping, final long address, final long size)
    {
        AddressSpace.count(-size);
        synchronized (mapping)
        {
            UNMAPPING.release(mapping.closed(address, size));
        }
        Events.rangeUnmapped(address, size, false);
    }

    private static int munmap(final long address, final long size)
    {
        MAPPING_CALLS.incrementAndGet();
        try
        {
            return (int)Calls.MUNMAP.invokeExact(address, size);
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    private static int discardAt(final long address, final long size)
    {
        try
        {
            return (int)Calls.MADVISE.invokeExact(address, size, MADV_DONTNEED);
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    private static int zeroAt(final long address, final long size)
    {
        Memory.zero(Calls.ALL, address, size);
        return 0;
    }

    /** The size of a page of the system, see {@link SystemPage}. */
    static int pageSize()
    {
        try
        {
            return (int)Calls.GETPAGESIZE.invokeExact();
        }
        catch (final Throwable e)
        {
            throw undeclared(e);
        }
    }

    /** Ranges that the system would not unmap, see {@link Unmapping}. */
    static int keptRangeCount()
    {
        return UNMAPPING.refusedCount();
    }

    /** How often a range was mapped or unmapped by a call to the system. */
    static long mappingCalls()
    {
        return MAPPING_CALLS.get();
    }

    /** Unmaps what closed maps have left, if there is such: before addresses are refused. */
    static void hurry()
    {
        if (UNMAPPING.waitingCount() + UNMAPPING.keptCount() > 0)
        {
            UNMAPPING.hurry();
        }
    }

    private static RuntimeException undeclared(final Throwable e)
    {
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
        /** Every address: a range that rests has no segment any more. */
        static final MemorySegment ALL = everything();

        static final MethodHandle MMAP = link(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MUNMAP = link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle MUNLOCK = link("munlock", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle MPROTECT =
            link("mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        static final MethodHandle GETPAGESIZE = link("getpagesize", FunctionDescriptor.of(JAVA_INT));
        static final MethodHandle MADVISE =
            link("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

        @SuppressWarnings("restricted")
        private static MemorySegment everything()
        {
            return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        }

        @SuppressWarnings("restricted")
        private static MethodHandle link(final String name, final FunctionDescriptor descriptor)
        {
            final Linker linker = Linker.nativeLinker();
            final SymbolLookup lookup = linker.defaultLookup();
            return linker.downcallHandle(lookup.find(name).orElseThrow(), descriptor);
        }
    }
}
