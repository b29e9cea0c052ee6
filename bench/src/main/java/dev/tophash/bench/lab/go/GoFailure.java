// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import java.util.List;

/**
 * The end of a Go program, as the literal walk meets it: a fatal error, a panic, an access to memory that is not there,
 * or a loop that a person would have to kill.
 */
public final class GoFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;
    private static final long FIRST_PAGE = 4096;

    /** How it ends. */
    public enum Kind
    {
        /** {@code fatal error: ...}: cannot be recovered. */
        FATAL,
        /** {@code panic: ...}: can be recovered. */
        PANIC,
        /** SIGSEGV. */
        FAULT,
        /** No end; bounded here. */
        ENDLESS
    }

    /** How it ended. */
    private final Kind kind;

    /** What it went for, if it was a fault. */
    private final long address;

    private GoFailure(final Kind kind, final String message, final long address)
    {
        super(message);
        this.kind = kind;
        this.address = address;
    }

    static GoFailure fatal(final String text)
    {
        return new GoFailure(Kind.FATAL, "fatal error: " + text, 0);
    }

    public static GoFailure panic(final String text)
    {
        return new GoFailure(Kind.PANIC, "panic: " + text, 0);
    }

    /**
     * An access to memory that is not there.
     *
     * @param address what the program went for.
     * @return its end.
     */
    public static GoFailure fault(final long address)
    {
        return new GoFailure(Kind.FAULT, "SIGSEGV addr=0x" + Long.toHexString(address), address);
    }

    static GoFailure endless(final long hops)
    {
        return new GoFailure(Kind.ENDLESS, "no end (stopped after " + hops + " buckets)", 0);
    }

    /**
     * A range that delivers more entries than there are slots.
     *
     * @param entries how many it had delivered when it was stopped.
     * @return its end.
     */
    public static GoFailure endlessRange(final long entries)
    {
        return new GoFailure(Kind.ENDLESS, "no end (stopped after " + entries + " entries)", 0);
    }

    /**
     * How it ended.
     *
     * @return the kind.
     */
    public Kind kind()
    {
        return kind;
    }

    /**
     * What the Go program prints before it ends.
     *
     * @return lines, without program counters.
     */
    public List<String> lines()
    {
        final String signal = "[signal SIGSEGV: segmentation violation code=0x1 addr=0x" + Long.toHexString(address);
        return switch (kind)
        {
            case FATAL, PANIC -> List.of(getMessage(), "=> exit status 2");
            case FAULT -> address >= 0 && address < FIRST_PAGE ?
                List.of("panic: runtime error: invalid memory address or nil pointer dereference", signal,
                    "=> exit status 2") :
                List.of("unexpected fault address 0x" + Long.toHexString(address), "fatal error: fault", signal,
                    "=> exit status 2");
            case ENDLESS -> List.of("=> no end after 10 s (killed)");
        };
    }
}
