// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.view.BytesCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keys of a struct, which a codec lays out. */
record Point(int x, int y)
{
    static final int SIZE = 8;

    static final BytesCodec<Point> CODEC = new BytesCodec<>()
    {
        @Override
        public byte[] encode(final Point point)
        {
            return ByteBuffer.allocate(SIZE).putInt(point.x).putInt(point.y).array();
        }

        @Override
        public Point decode(final byte[] code)
        {
            return new Point(ByteBuffer.wrap(code).getInt(), ByteBuffer.wrap(code).getInt(4));
        }
    };

    /** Texts as bytes of any length. */
    static final BytesCodec<String> TEXTS = new BytesCodec<>()
    {
        @Override
        public byte[] encode(final String text)
        {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(final byte[] code)
        {
            return new String(code, StandardCharsets.UTF_8);
        }
    };
}
