// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.agrona;

import dev.tophash.check.Required;
import dev.tophash.offheap.KeyView;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * Leads a {@link KeyView} to keys that stand in Agrona's buffers. Made once; to wrap it allocates nothing.
 *
 * <pre>
 *   DirectBufferKey symbol = new DirectBufferKey();
 *   long id = symbols.get(symbol.wrap(buffer, offset, length));
 * </pre>
 *
 * <p>The bytes of a buffer over an array or a {@link ByteBuffer} are read where they lie. Those of any other, one over
 * an address for instance, are copied when it is wrapped.
 *
 * <p><b>Threads.</b> It belongs to one thread, as its view does.
 */
public final class DirectBufferKey
{
    private final KeyView view = new KeyView();
    private byte[] copy = {};

    /** Makes one that shows nothing. */
    public DirectBufferKey()
    {
        // To wrap it leads it to a key.
    }

    /**
     * Shows a part of a buffer.
     *
     * @param buffer holds the key.
     * @param index  index of its first byte.
     * @param size   number of its bytes.
     * @return a view, the same each time.
     * @throws IndexOutOfBoundsException if the buffer has no such part.
     */
    @SuppressWarnings("exports") // who has a buffer has its module
    public KeyView wrap(final DirectBuffer buffer, final int index, final int size)
    {
        view.unwrap();
        Required.argument(buffer, "buffer");
        if (index < 0 || size < 0 || index > buffer.capacity() - size)
        {
            throw new IndexOutOfBoundsException(
                "key outside its buffer: index=" + index + ", size=" + size + ", capacity=" + buffer.capacity());
        }
        final byte[] array = buffer.byteArray();
        if (array != null)
        {
            return view.wrap(array, buffer.wrapAdjustment() + index, size);
        }
        final ByteBuffer bytes = buffer.byteBuffer();
        if (bytes != null && buffer.wrapAdjustment() + index + size <= bytes.limit())
        {
            return view.wrap(bytes, buffer.wrapAdjustment() + index, size);
        }
        if (copy.length < size)
        {
            copy = new byte[Math.max(size, 2 * copy.length)];
        }
        buffer.getBytes(index, copy, 0, size);
        return view.wrap(copy, 0, size);
    }
}
