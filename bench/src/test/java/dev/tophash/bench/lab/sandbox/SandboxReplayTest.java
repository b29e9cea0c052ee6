// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tophash.bench.conform.AddressSpace;
import dev.tophash.bench.conform.ConformReport;
import dev.tophash.bench.conform.RecordedConformance;
import dev.tophash.bench.conform.ReplayCursor;
import dev.tophash.bench.conform.ReplayMap;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.conform.ValueReader;
import dev.tophash.bench.conform.ValueWriter;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.GoIterator;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's map is no simulation: it does every recorded script as real Go did, in twenty types. */
class SandboxReplayTest
{
    private static final long ROOM = 4 << 20;

    /** A map of the sandbox in a replay. */
    private static final class Patient implements ReplayMap
    {
        private final SandboxMap map;
        private final int wrongSlot;
        private long found;
        private boolean moved;

        Patient(final SandboxMap map, final int wrongSlot)
        {
            this.map = map;
            this.wrongSlot = wrongSlot;
        }

        @Override
        public ValueWriter key()
        {
            return map.key();
        }

        @Override
        public ValueWriter elem()
        {
            return map.elem();
        }

        @Override
        public void assign()
        {
            map.assign();
            if (wrongSlot >= 0)
            {
                // The planted bug: a byte of the first bucket that no operation of Go would write.
                final long bucket = map.image().view().bucketsAddress();
                map.image().putByte(bucket + wrongSlot, map.image().getByte(bucket + wrongSlot) ^ 0x20);
            }
        }

        @Override
        public void delete()
        {
            map.delete();
        }

        @Override
        public boolean find()
        {
            found = map.find();
            return found != 0;
        }

        @Override
        public ValueReader found()
        {
            return map.valueAt(map.type().elem(), found);
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public ReplayMap copyOf()
        {
            map.cloneHere();
            moved = true;
            return new Patient(map, wrongSlot);
        }

        @Override
        public ReplayCursor cursor(final long start, final int offset)
        {
            return new Walk(map, map.iterator(start, offset));
        }

        @Override
        public ReplayCursor cursor()
        {
            return new Walk(map, map.iterator());
        }

        @Override
        public void pin(final int seed)
        {
            map.pin(seed);
        }

        @Override
        public long drawnSeedCount()
        {
            return map.drawnSeedCount();
        }

        @Override
        public void generic(final boolean generic)
        {
            map.mode(generic);
        }

        @Override
        public AddressSpace memory()
        {
            return new Memory(map.image());
        }

        /** A clone lives in the same copy. */
        @Override
        public void close()
        {
            if (!moved)
            {
                map.close();
            }
        }
    }

    private record Memory(LabImage image) implements AddressSpace
    {
        @Override
        public long headerAddress()
        {
            return image.header();
        }

        @Override
        public long getLong(final long address)
        {
            try
            {
                return image.getLong(address);
            }
            catch (final GoFailure e)
            {
                throw (IndexOutOfBoundsException)new IndexOutOfBoundsException(e.getMessage()).initCause(e);
            }
        }

        @Override
        public byte[] getBytes(final long address, final int size)
        {
            final byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++)
            {
                bytes[i] = (byte)image.getByte(address + i);
            }
            return bytes;
        }
    }

    private record Walk(SandboxMap map, GoIterator iterator) implements ReplayCursor
    {
        @Override
        public boolean next()
        {
            return iterator.next();
        }

        @Override
        public ValueReader key()
        {
            return map.valueAt(map.type().key(), iterator.key());
        }

        @Override
        public ValueReader elem()
        {
            return map.valueAt(map.type().elem(), iterator.elem());
        }

        @Override
        public long bucket()
        {
            return iterator.bucket();
        }

        @Override
        public int slotIndex()
        {
            return iterator.slotIndex();
        }

        @Override
        public boolean wrapped()
        {
            return iterator.wrapped();
        }

        @Override
        public int b()
        {
            return iterator.startB();
        }

        @Override
        public long checkBucket()
        {
            return iterator.checkBucket();
        }

        @Override
        public long bucketAddress()
        {
            return iterator.bptr();
        }

        @Override
        public void close()
        {
        }
    }

    private static ConformReport replay(final int wrongSlot) throws IOException
    {
        final ReplayMaps maps = new ReplayMaps()
        {
            @Override
            public ReplayMap create(
                final ScriptType type, final long hint, final GoVersion version, final HashKeys keys)
            {
                return new Patient(SandboxMap.make(type, hint, LabMap.config(version), keys, 1, ROOM), wrongSlot);
            }

            @Override
            public ReplayMap load(
                final String file, final ScriptType type, final GoVersion version, final HashKeys keys)
            {
                throw new UnsupportedOperationException("no recorded script loads: file=" + file);
            }
        };
        return RecordedConformance.replayPackaged(maps, (ignored) ->
        {
        });
    }

    @Test
    void shouldDoEveryRecordedScriptAsGoDid() throws IOException
    {
        final ConformReport report = replay(-1);

        assertEquals("27 scripts, 5276 records, 525830 comparisons, 0 mismatches", report.summary(),
            () -> report.mismatches().get(0).text());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void shouldNotDoSoWithAPlantedBug(final int wrongSlot) throws IOException
    {
        assertFalse(replay(wrongSlot).mismatches().isEmpty());
    }
}
