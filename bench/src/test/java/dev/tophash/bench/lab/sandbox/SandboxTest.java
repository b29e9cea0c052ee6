// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.offheap.ClearStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word of the sandbox does what the help says. */
class SandboxTest
{
    private static final String MAP = "map i64 i64 100";

    private final Sandbox sandbox = new Sandbox("test", Sandbox.Settings.DEFAULT);

    @AfterEach
    void close()
    {
        assertEquals(0, sandbox.late(), "steps refused too late");
        sandbox.close();
    }

    private List<SandboxStep> run(final String... lines)
    {
        final Script script = Sandbox.parse("test", Stream.concat(Stream.of(MAP), Stream.of(lines)).toList());
        return script.lines().stream().map(sandbox::run).toList();
    }

    private SandboxStep last(final String... lines)
    {
        return run(lines).getLast();
    }

    private static void assertChanged(final SandboxStep step, final String... lines)
    {
        final List<String> left = new ArrayList<>(step.changes().lines());
        left.replaceAll((line) -> line.replaceAll(" +", " "));
        for (final String line : lines)
        {
            assertTrue(left.remove(line), () -> line + " is not in " + step.changes());
        }
        left.removeIf((line) -> line.startsWith("buckets changed: "));
        assertEquals(List.of(), left);
    }

    // ------------------------------------------------------------------------------------------------ poke

    @Test
    void shouldPokeEveryFieldOfHeaderAndExtra()
    {
        run("crowd 5 12");
        for (final MapField field : MapField.values())
        {
            if (field != MapField.BUCKETS && field != MapField.EXTRA)
            {
                final SandboxStep step = last("crowd 5 12", "poke " + field.word() + " 77");
                assertEquals(1, step.changes().lines().stream().filter((line) ->
                    line.startsWith((field.inExtra() ? "extra." : "header.") + field.word() + ' ')).count(),
                    step.changes()::toString);
            }
        }
    }

    @Test
    void shouldPokeTheTophashOfASlot()
    {
        assertChanged(last("poke M5 tophash 3 0x4c"), "M5 tophash 00 00 00 00 00 00 00 00 -> 00 00 00 4c 00 00 00 00");
    }

    @Test
    void shouldPokeKeyAndElemOfASlot()
    {
        assertChanged(last("poke M5 key 2 258"), "M5 key[2] 00 00 00 00 00 00 00 00 -> 02 01 00 00 00 00 00 00");
        assertChanged(last("poke M5 elem 7 1"), "M5 elem[7] 00 00 00 00 00 00 00 00 -> 01 00 00 00 00 00 00 00");
    }

    @Test
    void shouldPokeTheOverflowWordWithAPlace()
    {
        final SandboxStep step = last("poke M5 overflow M16", "show M5");

        assertEquals("M5->M16->nil", step.picture().getFirst());
    }

    @Test
    void shouldPokeABucketOfItsOwnByItsLabelAlsoAfterItWasCutOff()
    {
        final List<SandboxStep> steps = run("crowd 1 40", "show M1", "poke H0 tophash 0 0x80", "zero all",
            "poke overflow nil", "poke H0 tophash 0 0x81");

        assertTrue(steps.get(2).picture().getFirst().endsWith("->H0->H1->nil"), steps.get(2).picture()::toString);
        assertTrue(steps.get(3).changes().lines().getFirst().startsWith("H0 tophash"),
            steps.get(3).changes()::toString);
        assertEquals(1, steps.getLast().changedBytes());
    }

    @Test
    void shouldPokeTheOldArray()
    {
        final SandboxStep step = last("map i64 i64", "fill 0 53", "poke O7 tophash 7 0x99");

        assertTrue(step.changes().lines().getFirst().startsWith("O7 tophash"), step.changes()::toString);
    }

    @Test
    void shouldPokeBytesAndWordsOfAnyPlace()
    {
        assertChanged(last("poke M0 byte 8 0x11"), "M0 key[0] 00 00 00 00 00 00 00 00 -> 11 00 00 00 00 00 00 00");
        assertChanged(last("poke M0 word 72 -1"), "M0 elem[0] 00 00 00 00 00 00 00 00 -> ff ff ff ff ff ff ff ff");
        assertEquals(8, last("poke +144 word 0 -1").changedBytes());
        assertEquals(1, last("poke @40000 byte 0 1").changedBytes());
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldPokeKeysOfAllTypesSoThatLookupsFindThem(final String type)
    {
        final String one = type.startsWith("bool") ? "0" : "4";
        final SandboxStep step = last("map " + type, "assign " + one + " 1", "poke M0 key 0 " + one,
            "poke M0 elem 0 1", "get " + one);

        assertEquals(Answer.Outcome.VALUE, step.question().go().outcome(), step.question()::toString);
        assertTrue(step.question().same(), step.question()::toString);
    }

    static Stream<String> types()
    {
        return ScriptType.ALL.stream().map((type) -> type.key().word() + ' ' + type.elem().word());
    }

    // ------------------------------------------------------------------------------------------------ zero

    private long zeroed(final String range)
    {
        // 48 entries in each of 16 buckets' slots and chains: every bucket of the array has a byte to lose.
        return last("fill 0 104", "zero " + range).changedBytes();
    }

    @Test
    void shouldZeroWhatTheRangeSays()
    {
        final long all = zeroed("all");
        final long main = zeroed("main");
        final long spare = zeroed("spare");
        final long each = zeroed("each 0 8");

        assertEquals(all, main + spare);
        assertTrue(spare > 0 && each > 0 && each < main, () -> spare + " " + each + " " + main);
        assertTrue(zeroed("bmap") < main / 8, "512 of 2304 bytes");
        assertTrue(zeroed("M3") > 0 && zeroed("M3") < main);
        assertEquals(8, last("fill 0 104", "poke M3 word 0 0x7f7f7f7f7f7f7f7f", "zero M3 0 8").changedBytes());
    }

    @Test
    void shouldZeroTheOldArray()
    {
        final List<SandboxStep> steps = run("map i64 i64", "fill 0 53", "zero old", "show O7");

        assertTrue(steps.get(3).changedBytes() > 0);
        assertTrue(steps.getLast().picture().stream().noneMatch((line) -> line.contains("10")));
        assertTrue(last("map i64 i64", "fill 0 53", "show O7").picture().stream()
            .anyMatch((line) -> line.contains("10")), "the control");
    }

    @Test
    void shouldEndAsGoDoesWhereThereIsNoArray()
    {
        assertEquals("Go ends here: SIGSEGV addr=0x0", last("map i64 i64", "zero main").failure());
    }

    @Test
    void shouldZeroUpToTheEndOfMemoryWhenBIsTooLarge()
    {
        final SandboxStep step = last("fill 0 50", "poke B 40", "zero main");

        assertTrue(step.failure().startsWith("Go ends here: SIGSEGV"), step::failure);
        assertTrue(step.changedBytes() > 0);
    }

    // ------------------------------------------------------------------------------------------------ asking

    @Test
    void shouldShowBothColumns()
    {
        final SandboxStep healthy = last("fill 0 20", "get 7");
        assertEquals("found: 1007", healthy.question().go().text());
        assertTrue(healthy.question().same());

        final SandboxStep broken = last("fill 0 20", "poke count 21", "get 7");
        assertEquals("found: 1007", broken.question().go().text());
        assertEquals(Answer.Outcome.REFUSED, broken.question().product().outcome());
        assertTrue(broken.question().product().text().startsWith("refused: C01"));
        assertFalse(broken.question().same());
    }

    @Test
    void shouldAnswerLenIterAndFound()
    {
        assertEquals("20", last("fill 0 20", "len").question().go().text());
        final SandboxStep.Question iter = last("fill 0 20", "iter").question();
        assertEquals("20 entries", iter.go().text());
        assertEquals(iter.go(), iter.product());
        assertEquals(20, Set.copyOf(iter.go().entries()).size());
        final SandboxStep.Question found = last("fill 0 20", "found 10 30").question();
        assertEquals("found 10 of 20", found.go().text());
        assertTrue(found.same());
    }

    @Test
    void shouldLeaveNoTraceOfAQuestion()
    {
        for (final String question : List.of("len", "get 3", "iter", "iter 3 4", "found 0 30", "verify", "show M0",
            "show", "expect iter 20"))
        {
            run("fill 0 20");
            final byte[] before = sandbox.snapshot();
            final SandboxStep step = sandbox.run(Sandbox.parse("q", List.of(MAP, question)).lines().getLast());
            assertEquals(0, step.changedBytes(), question);
            assertArrayEquals(before, sandbox.snapshot(), question);
        }
    }

    @Test
    void shouldEndAnEndlessLookupAndAnEndlessRange()
    {
        final Script.Line get = Sandbox.parse("q", List.of(MAP, "get 500000")).lines().getLast();
        final Script.Line iter = Sandbox.parse("q", List.of(MAP, "iter")).lines().getLast();

        // Key 500000 falls into whichever bucket: make bucket 5 everybody's.
        run("crowd 5 9", "poke M16 overflow M16", "poke buckets M5", "poke B 0");
        assertEquals("no end (stopped after 1000000 buckets)", sandbox.run(get).question().go().text());
        assertTrue(sandbox.run(iter).question().go().text().startsWith("no end (stopped after "));
    }

    @Test
    void shouldNameFindings()
    {
        final SandboxStep clean = last("fill 0 20", "verify");
        assertTrue(clean.findings().codes().isEmpty());

        final SandboxStep broken = last("fill 0 20", "poke count 21", "verify");
        assertEquals(Set.of("C01"), broken.findings().codes().keySet());
        assertTrue(broken.findings().firsts().getFirst().toString().contains("header"));
    }

    @Test
    void shouldFollowAnIterator()
    {
        final List<SandboxStep> steps = run("crowd 3 12", "itnew x 3 0", "itnext x 8", "zero main", "itnext x 9");

        assertEquals("delivers 1, stands in M3", steps.get(2).question().go().text());
        assertEquals("delivers 8, stands in M16", steps.get(3).question().go().text());
        assertTrue(steps.getLast().question().go().text().startsWith("ends after 3"), steps::toString);
    }

    @Test
    void shouldMakeKeysThatFallIntoOneBucket()
    {
        final SandboxStep step = last("crowd 9 30", "show M9");

        assertTrue(step.picture().getFirst().startsWith("M9->M16->M17->"), step.picture()::toString);
        assertEquals("30", last("crowd 9 30", "len").question().go().text());
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldDoGosOperationsInAllTypes(final String type)
    {
        final List<SandboxStep> steps = run("map " + type, "fill 0 60", "verify", "iter", "delete 3", "drop 0 60 7",
            "verify", "clone", "verify", "eachdelete", "verify", "len", "fill 5 70", "verify", "rangedelete", "verify",
            "fill 0 9", "clear", "verify");

        for (final SandboxStep step : steps)
        {
            assertNull(step.failure(), step.text());
            if (step.findings() != null)
            {
                assertTrue(step.findings().codes().isEmpty(), () -> type + ' ' + step);
            }
            if (step.question() != null)
            {
                assertTrue(step.question().same(), () -> type + ' ' + step);
            }
        }
    }

    @Test
    void shouldKeepAPinnedSeed()
    {
        final List<SandboxStep> steps = run("hash0 0x1234", "fill 0 20", "clear");

        assertTrue(steps.getLast().changes().lines().stream().noneMatch((line) -> line.contains("hash0")));
        assertTrue(last("fill 0 20", "clear").changes().lines().stream().anyMatch((line) -> line.contains("hash0")));
    }

    // ------------------------------------------------------------------------------------------------ expect

    @ParameterizedTest
    @ValueSource(strings = {"len 20", "get 3 found", "get 99 absent", "iter 20", "verify clean", "product answers"})
    void shouldMeetWhatIsTrue(final String claim)
    {
        assertTrue(last("fill 0 20", "expect " + claim).expectation().met());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "len 20", "get 3 absent", "get 99 found", "iter 20", "verify clean", "verify C01 O05", "product answers"})
    void shouldNotMeetWhatIsFalse(final String claim)
    {
        assertFalse(last("fill 0 20", "poke count 21", "poke M16 overflow M3", "delete 4", "poke count 9",
            "expect " + claim).expectation().met());
    }

    @Test
    void shouldExpectFindingsAndFailures()
    {
        assertTrue(last("fill 0 20", "poke count 21", "expect verify C01").expectation().met());
        assertTrue(last("fill 0 20", "poke flags 4", "expect get 3 fails").expectation().met());
        assertTrue(last("fill 0 20", "poke count 21", "expect product refuses").expectation().met());
        assertTrue(last("crowd 5 9", "poke M16 overflow M16", "expect iter endless").expectation().met());
        assertTrue(last("fill 0 20", "poke M1 overflow 12345", "expect iter fails").expectation().met());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "verify with C01", "verify with C01 O06", "verify without O05", "field count 9", "field B 4",
        "field nextOverflow M17", "field oldbuckets nil", "field flags 0"})
    void shouldExpectSomeFindingsAndFields(final String claim)
    {
        assertTrue(last("crowd 5 12", "poke M6 overflow M16", "poke count 9", "expect " + claim).expectation().met());
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify with O05", "verify with C01 O05", "verify without C01 O05", "field count 12",
        "field nextOverflow M16", "field oldbuckets M0", "field noverflow 0"})
    void shouldNotMeetOtherFindingsAndFields(final String claim)
    {
        assertFalse(last("crowd 5 12", "poke M6 overflow M16", "poke count 9", "expect " + claim).expectation().met());
    }

    // ------------------------------------------------------------------------------------- growth, clears, cursors

    @Test
    void shouldGrowAndMoveOldChainsWithoutChangingAnEntry()
    {
        final List<SandboxStep> steps = run("map i64 i64", "fill 0 40", "grow", "evacuate", "expect verify clean",
            "evacuate 20", "expect field oldbuckets nil", "expect verify clean", "expect len 53", "found 0 40");

        assertEquals("keys assigned: 13, a growth has begun", steps.get(3).note().text());
        assertTrue(steps.get(4).picture().getFirst().startsWith("growing: 2^3 -> 2^4"), steps.get(4)::toString);
        steps.stream().filter((step) -> step.expectation() != null)
            .forEach((step) -> assertTrue(step.expectation().met(), step::toString));
        assertEquals("found 40 of 40", steps.getLast().question().go().text());
    }

    @ParameterizedTest
    @EnumSource(ClearStrategy.class)
    void shouldClearByEachStrategyAsTheProductDoes(final ClearStrategy strategy)
    {
        for (final String type : List.of("i64 i64 100", "str str 20", "any i64", "i64 b200"))
        {
            final List<SandboxStep> steps = run("map " + type, "fill 0 60", "clear " + SandboxOp.ClearBy.word(strategy),
                "expect len 0", "expect iter 0", "expect verify clean", "expect product answers", "fill 0 30",
                "expect len 30", "expect verify clean", "undo 2", "expect len 60", "expect verify clean");

            assertEquals("cleared by Tophash: " + strategy, steps.get(3).note().text());
            steps.stream().filter((step) -> step.expectation() != null)
                .forEach((step) -> assertTrue(step.expectation().met(), () -> type + ": " + step));
        }
    }

    @Test
    void shouldNotClearBytesThatTheProductRefuses()
    {
        final SandboxStep step = last("crowd 5 12", "zero main", "clear wipe");

        assertTrue(step.failure().startsWith("refused: "), step::toString);
        assertEquals(0, step.changedBytes());
    }

    @Test
    void shouldRepeatAScriptByteForByteWithAllClears()
    {
        final String[] script = {"fill 0 60", "clear swap", "fill 0 60", "clear reallocate", "fill 5 70", "grow",
            "clear delete-each", "fill 0 9", "undo", "redo"};
        run(script);
        final byte[] first = sandbox.snapshot();
        run(script);

        assertArrayEquals(first, sandbox.snapshot());
    }

    @Test
    void shouldDoAgainWhatWasTakenBack()
    {
        run("crowd 5 9");
        final byte[] full = sandbox.snapshot();
        final SandboxStep nothing = last("crowd 5 9", "redo");
        final List<SandboxStep> steps = run("crowd 5 9", "zero main", "poke count 0", "undo 3", "expect len 0", "iter",
            "redo", "expect len 9");

        assertEquals("nothing to do again", nothing.note().text());
        assertEquals("done again: crowd 5 9", steps.get(7).note().text());
        assertTrue(steps.get(7).changedBytes() > 40, steps.get(7)::toString);
        assertTrue(steps.get(8).expectation().met());
        assertArrayEquals(full, sandbox.snapshot());
        assertEquals("done again: zero main; poke count 0", sandbox.run(line("redo 5")).note().text());
        assertEquals("taken back: poke count 0", sandbox.run(line("undo")).note().text());
        sandbox.run(line("assign 1 1"));
        assertEquals("nothing to do again", sandbox.run(line("redo")).note().text());
    }

    private static Script.Line line(final String text)
    {
        return Sandbox.parse("test", List.of(MAP, text)).lines().getLast();
    }

    @Test
    void shouldForgetAnIterator()
    {
        assertEquals("iterators left: 0", last("fill 0 9", "itnew x 0 0", "itend x").note().text());
        assertThrows(ScriptException.class, () -> sandbox.run(line("itnext x")));
    }

    // ------------------------------------------------------------------------------------------------ errors

    @ParameterizedTest
    @ValueSource(strings = {
        "poke M5 tophash 8 1", "poke M5 tophash 1 256", "poke M5 byte 144 1", "poke M5 word 137 1", "poke B 300",
        "poke count x", "poke M5 key 1 nan", "poke nowhere 1", "poke M5 colour 1 1", "poke nil byte 0 0", "zero half",
        "zero M5 0", "zero M5 140 9", "zero each", "undo 0", "undo x", "show nil", "expect luck", "expect get 1 lost",
        "expect verify X99", "load a.image", "frobnicate", "fill 0 -1", "drop 0 9000000", "itnext x 1000000000",
        "crowd 5 0", "fill 0 9 0", "get", "len 3", "found 1", "clear soon", "clear swap swap", "redo 0", "grow 3",
        "evacuate 0", "itend", "expect field colour 1", "expect field count", "expect field B 300",
        "expect verify with", "expect verify without X99"})
    void shouldRefuseWrongLinesBeforeAnythingIsDone(final String line)
    {
        final ScriptException refused = assertThrows(
            ScriptException.class, () -> Sandbox.parse("wrong.txt", List.of(MAP, "", line)));

        assertTrue(refused.getMessage().startsWith("wrong.txt, line 3: "), refused::getMessage);
        assertTrue(refused.getMessage().endsWith(" in \"" + line + '"'), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "show M8", "poke M99 tophash 0 1", "poke H0 tophash 0 1", "show O0", "zero old", "itnext x", "hash0 5",
        "zero @99999999", "crowd 8 1", "evacuate", "itend x", "poke @99999999 byte 0 1"})
    void shouldRefuseWhatTheMapDoesNotHaveAndChangeNothing(final String line)
    {
        run("map i64 i64 50", "fill 0 20");
        final byte[] before = sandbox.snapshot();
        final Script.Line wrong = Sandbox.parse("wrong.txt", List.of(MAP, line)).lines().getLast();

        final ScriptException refused = assertThrows(ScriptException.class, () -> sandbox.run(wrong));

        assertTrue(refused.getMessage().startsWith("test, line 2: "), refused::getMessage);
        assertArrayEquals(before, sandbox.snapshot());
    }

    @Test
    void shouldSayWhatWordsOfConformMean()
    {
        assertTrue(last("dump here").note().text().contains("conform"));
        assertTrue(last("save x").note().text().contains("conform"));
    }

    @Test
    void shouldSayWhenTheCopyIsFull()
    {
        final SandboxStep step = last("fill 0 900000");

        assertNotNull(step.failure());
        assertTrue(step.failure().startsWith("no room left in the lab's copy"), step::failure);
        assertTrue(last("fill 0 900000", "undo", "expect len 0").expectation().met());
    }
}
