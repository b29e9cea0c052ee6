// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.ReplayCursor;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.sandbox.Answer.Outcome;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Asks Go's literal walk and the product the same. The product works on a copy of its own, which it takes over only
 * after it has verified it: bytes that it refuses are an answer too.
 */
final class Questions
{
    private static final int MAX_ENTRIES = 1000;
    private static final long PRODUCT_BYTES = 16 << 20;

    private final SandboxMap map;
    private final ScriptType type;

    Questions(final SandboxMap map)
    {
        this.map = map;
        this.type = map.type();
    }

    private static Answer go(final Supplier<Answer> question)
    {
        try
        {
            return question.get();
        }
        catch (final GoFailure e)
        {
            return Answer.of(Outcome.FAILED, "{}", e.getMessage());
        }
    }

    private Answer product(final Function<EngineMap, Answer> question)
    {
        final MapImage used = map.image().used();
        final MapConfig config = MapConfig.defaults().withReservation(PRODUCT_BYTES + 2 * used.size());
        try (EngineMap product = EngineMap.of(OffHeapTypedMap.attach(used, config)))
        {
            return question.apply(product);
        }
        catch (final MapCorruptionException | OffHeapMemoryException e)
        {
            return new Answer(Outcome.REFUSED, refusal(e), List.of());
        }
    }

    /** How the product says no to bytes. */
    static CaseLine refusal(final RuntimeException e)
    {
        return e instanceof MapCorruptionException corruption ? CaseLine.of("refused: {} {}",
            corruption.finding().rule().code(), corruption.finding().location()) :
            CaseLine.of("refused: {}", e.getMessage());
    }

    /** {@code len(m)}. */
    SandboxStep.Question len()
    {
        return new SandboxStep.Question(go(() -> Answer.value("{}", map.walk().len())),
            product((product) -> Answer.value("{}", product.map().sizeLong())));
    }

    /** {@code m[key]}. */
    SandboxStep.Question get(final ScriptNumber key)
    {
        return new SandboxStep.Question(goGet(key), product((product) ->
        {
            stage(product, key);
            return product.find() ? found(type.elem().show(product.found())) : absent();
        }));
    }

    /** The usual questions at once; the product is asked only once whether it takes the bytes. */
    SandboxLook look(final ScriptNumber key)
    {
        final List<Answer> answers = new ArrayList<>();
        final Answer taken = product((product) ->
        {
            answers.add(Answer.value("{}", product.map().sizeLong()));
            stage(product, key);
            answers.add(product.find() ? found(type.elem().show(product.found())) : absent());
            answers.add(productIterates(product, 0, 0));
            return Answer.value("");
        });
        final boolean refused = taken.outcome() == Outcome.REFUSED;
        return new SandboxLook(
            new SandboxStep.Question(
                go(() -> Answer.value("{}", map.walk().len())), refused ? taken : answers.get(0)),
            new SandboxStep.Question(goGet(key), refused ? taken : answers.get(1)),
            new SandboxStep.Question(goIterates(0, 0), refused ? taken : answers.get(2)),
            verify());
    }

    private Answer goGet(final ScriptNumber key)
    {
        return go(() ->
        {
            map.stage(key);
            final long elem = map.find();
            return elem == 0 ? absent() : found(map.show(type.elem(), elem));
        });
    }

    private void stage(final EngineMap product, final ScriptNumber key)
    {
        product.key().clear();
        type.key().write(key, product.key());
    }

    private static Answer found(final String elem)
    {
        return elem.isEmpty() ? Answer.value("found") : Answer.value("found: {}", elem);
    }

    private Answer absent()
    {
        final String zero = type.elem().showZero();
        return zero.isEmpty() ? Answer.of(Outcome.ABSENT, "absent") : Answer.of(Outcome.ABSENT, "absent: {}", zero);
    }

    /** How many of the keys a lookup finds. */
    SandboxStep.Question found(final long from, final long to, final long step)
    {
        final long asked = SandboxWords.keyCount(from, to, step);
        return new SandboxStep.Question(
            go(() -> counted(asked, from, step, (key) ->
            {
                map.stage(ScriptNumber.of(key));
                return map.find() != 0;
            })),
            product((product) -> counted(asked, from, step, (key) ->
            {
                stage(product, ScriptNumber.of(key));
                return product.find();
            })));
    }

    private static Answer counted(final long asked, final long from, final long step, final LongPredicate lookup)
    {
        long found = 0;
        for (long i = 0; i < asked; i++)
        {
            found += lookup.test(from + i * step) ? 1 : 0;
        }
        return Answer.value("found {} of {}", found, asked);
    }

    /** A complete iteration, which sets flags. */
    SandboxStep.Question iterate(final long start, final int offset)
    {
        final Answer product = product((engine) -> productIterates(engine, start, offset));
        return new SandboxStep.Question(goIterates(start, offset), product);
    }

    private Answer productIterates(final EngineMap engine, final long start, final int offset)
    {
        final Entries entries = new Entries();
        try (ReplayCursor cursor = engine.cursor(start, offset))
        {
            while (cursor.next())
            {
                entries.add(type.key().show(cursor.key()), type.elem().show(cursor.elem()));
            }
        }
        return entries.answer();
    }

    Answer goIterates(final long start, final int offset)
    {
        final Entries entries = new Entries();
        try
        {
            map.range(map.iterator(start, offset), (iterator) ->
            {
                entries.add(map.show(type.key(), iterator.key()), map.show(type.elem(), iterator.elem()));
                return true;
            });
            return entries.answer();
        }
        catch (final GoFailure e)
        {
            return new Answer(Outcome.FAILED,
                CaseLine.of("{} after {} entries", e.getMessage(), entries.number), entries.first);
        }
    }

    /** How a whole range over the map ends: with so many entries, or how else. */
    String goCounts()
    {
        final AtomicLong number = new AtomicLong();
        try
        {
            map.range(map.iterator(0, 0), (iterator) -> number.incrementAndGet() > 0);
            return Long.toString(number.get());
        }
        catch (final GoFailure e)
        {
            return e.kind() == GoFailure.Kind.ENDLESS ? "endless" : "fails";
        }
    }

    /** What an iteration delivered. */
    private static final class Entries
    {
        private final List<String> first = new ArrayList<>();
        private final Set<String> keys = new LinkedHashSet<>();
        private long number;

        void add(final String key, final String elem)
        {
            keys.add(key);
            if (++number <= MAX_ENTRIES)
            {
                first.add(elem.isEmpty() ? key : key + '=' + elem);
            }
        }

        Answer answer()
        {
            final String entries = number == 1 ? "{} entry" : "{} entries";
            return new Answer(Outcome.VALUE, keys.size() == number ? CaseLine.of(entries, number) :
                CaseLine.of(entries + ", {} different keys", number, keys.size()), first);
        }
    }

    /** Whether the product works with these bytes at all. */
    Answer taken()
    {
        return product((product) -> Answer.value("answers"));
    }

    /** Errors only: what is unusual but allowed is not worth a learner's time. */
    SandboxStep.Findings verify()
    {
        final VerifyReport report = MapVerifier.verify(map.image().used());
        final Map<String, Long> codes = new LinkedHashMap<>();
        final Map<String, Finding> firsts = new LinkedHashMap<>();
        for (final Finding finding : report.findings())
        {
            if (finding.rule().severity() == Rule.Severity.ERROR)
            {
                codes.put(finding.rule().code(), report.count(finding.rule()));
                firsts.putIfAbsent(finding.rule().code(), finding);
            }
        }
        return new SandboxStep.Findings(codes, List.copyOf(firsts.values()));
    }

    /** What Go answers to a lookup in one word. */
    String outcome(final ScriptNumber key)
    {
        return switch (goGet(key).outcome())
        {
            case VALUE -> "found";
            case ABSENT -> "absent";
            default -> "fails";
        };
    }
}
