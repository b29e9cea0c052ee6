// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.it.model.ModelRun.Plan;
import dev.tophash.it.subject.LongLongSubject;
import dev.tophash.it.subject.Subject;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A harness that finds nothing proves nothing: planted bugs must be found, by the run that should find them. */
class HarnessControlTest
{
    private static final Plan PLAN = new Plan(200_000, 4, 1_000);
    private static final int RARE = 5_000;

    private static final List<Long> KEYS = Keys.longs(Seed.random("control keys"), 1_000);

    /** Makes a map, and its copies, of which every 5,000th call of one method does nothing or answers wrongly. */
    private static void expectFound(final String method, final Object wrongAnswer)
    {
        final int[] calls = new int[1];
        final ModelRun<Long> run = new ModelRun<>("control " + method, KEYS, (config, hint) ->
            broken(LongLongSubject.make(config, hint), method, wrongAnswer, calls), PLAN);
        final AssertionError found = assertThrows(AssertionError.class, run::run);
        assertTrue(found.getMessage().contains("-Dtophash.seed="), found::getMessage);
        assertTrue(calls[0] >= RARE, () -> "found before it was there: calls=" + calls[0]);
    }

    @SuppressWarnings("unchecked")
    private static Subject<Long> broken(
        final Subject<Long> map, final String method, final Object wrongAnswer, final int[] calls)
    {
        return (Subject<Long>)Proxy.newProxyInstance(
            Subject.class.getClassLoader(), new Class<?>[] {Subject.class}, (proxy, called, arguments) ->
            {
                if (called.getName().equals(method) && ++calls[0] % RARE == 0)
                {
                    return wrongAnswer == null ? map.get((Long)arguments[0]) : wrongAnswer;
                }
                try
                {
                    final Object result = called.invoke(map, arguments);
                    return result instanceof Subject<?> other ?
                        broken((Subject<Long>)other, method, wrongAnswer, calls) : result;
                }
                catch (final InvocationTargetException e)
                {
                    throw e.getCause();
                }
            });
    }

    /** It answers rightly, so only later operations can tell. */
    @Test
    void shouldFindALostRemove()
    {
        expectFound("remove", null);
    }

    @Test
    void shouldFindALostPut()
    {
        expectFound("put", null);
    }

    @Test
    void shouldFindAWrongAnswer()
    {
        expectFound("get", -77L);
    }

    @Test
    void shouldFindAnIterationThatSkipsRepeatsOrInvents()
    {
        for (final String bug : List.of("skip", "repeat", "invent"))
        {
            try (LongLongSubject map = LongLongSubject.make(Seed.config(Seed.random("control")), 0))
            {
                final Map<Long, Long> model = new HashMap<>();
                for (long key = 0; key < 100; key++)
                {
                    map.put(key, key);
                    model.put(key, key);
                }
                assertThrows(AssertionError.class, () -> iterate(map, model, bug), bug);
            }
        }
    }

    private static void iterate(final LongLongSubject map, final Map<Long, Long> model, final String bug)
    {
        try (IterationRules<Long> rules = new IterationRules<>(map, model))
        {
            rules.step(model);
            final long delivered = rules.key();
            switch (bug)
            {
                case "skip" -> rules.cursor().next();
                case "invent" -> model.remove((delivered + 1) % 100);
                default ->
                {
                    // The key goes out and in again; whoever is not told takes its second delivery for a repetition.
                    map.clear();
                    model.forEach(map::put);
                }
            }
            while (rules.step(model))
            {
                assertFalse(rules.ended());
            }
        }
    }

    @Test
    void shouldFindAFlippedTophash()
    {
        try (OffHeapLongLongMap map = ChosenKeys.map(0); Arena arena = Arena.ofConfined())
        {
            for (long key = 0; key < 1_000; key++)
            {
                map.put(key, key);
            }
            final MapImage live = map.image();
            final MemorySegment bytes = arena.allocate(live.memory().byteSize(), Long.BYTES);
            bytes.copyFrom(live.memory());
            final MapImage image = new MapImage(
                bytes, live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
            assertTrue(MapVerifier.verify(image).clean());
            final long bucket = image.bucketOffset(image.bucketsAddress(), 17);
            bytes.set(ValueLayout.JAVA_BYTE, bucket, (byte)(image.tophash(bucket, 0) ^ 0x40));
            final VerifyReport report = MapVerifier.verify(image);
            assertFalse(report.clean());
            assertTrue(report.count(Check.T01) > 0, report::toString);
        }
    }
}
