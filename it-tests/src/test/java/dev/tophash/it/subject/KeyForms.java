// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.offheap.KeyView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Shows a key, a string or a {@link Blob}, from each source that a {@link KeyView} has, amid bytes of others. */
public final class KeyForms
{
    /** Number of sources. */
    public static final int COUNT = 8;

    private static final int BEFORE = 5;
    private static final int AFTER = 3;

    private KeyForms()
    {
    }

    /** The bytes of a key. */
    public static byte[] bytes(final Object key)
    {
        return key instanceof final Blob blob ? blob.bytes() : ((String)key).getBytes(StandardCharsets.UTF_8);
    }

    /** Leads a view to a key by the source of a number. */
    public static KeyView show(final KeyView view, final Object key, final int form)
    {
        final byte[] bytes = bytes(key);
        final int size = bytes.length;
        final byte[] wide = new byte[BEFORE + size + AFTER];
        Arrays.fill(wide, (byte)'#');
        System.arraycopy(bytes, 0, wide, BEFORE, size);
        return switch (form)
        {
            case 0 -> view.wrap(bytes);
            case 1 -> view.wrap(wide, BEFORE, size);
            case 2 -> view.wrap(ByteBuffer.wrap(wide, BEFORE, size));
            case 3 -> view.wrap(ByteBuffer.wrap(wide).asReadOnlyBuffer(), BEFORE, size);
            case 4 -> view.wrap(ByteBuffer.allocateDirect(wide.length).put(0, wide).order(ByteOrder.BIG_ENDIAN),
                BEFORE, size);
            case 5 -> view.wrap(Arena.ofAuto().allocate(wide.length).copyFrom(MemorySegment.ofArray(wide)),
                BEFORE, size);
            case 6 -> view.wrap(MemorySegment.ofArray(wide).asSlice(BEFORE, size));
            default -> key instanceof final String text ? view.wrap(CharBuffer.wrap(text)) : view.wrap(bytes);
        };
    }
}
