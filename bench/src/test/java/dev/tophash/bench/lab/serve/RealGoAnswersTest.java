// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.layout.GoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "What would Go do": a Go process maps the bytes of the live map, and says what the literal walk says. */
class RealGoAnswersTest
{
    private static final int HINT = 400;
    private static final Pattern ANSWER =
        Pattern.compile("\"ask\":\"(\\w+)\",\"go\":\"(.*?)\",\"walk\":\"(.*?)\"}");

    private static List<MatchResult> answers(final RealGoAnswers go, final String... script)
    {
        final Reply reply = go.ask(List.of(script), "12", HINT);
        assertEquals(200, reply.status(), reply::text);
        final List<MatchResult> answers = new ArrayList<>(ANSWER.matcher(reply.text()).results().toList());
        assertEquals(List.of("len", "get", "range"), answers.stream().map((one) -> one.group(1)).toList());
        return answers;
    }

    @ParameterizedTest
    @EnumSource(value = GoVersion.class, names = {"GO_1_19", "GO_1_23"})
    void shouldAskTheGoThatIsInstalled(final GoVersion version)
    {
        final Optional<GoToolchain> installed =
            GoToolchain.installed().stream().filter((one) -> one.version() == version).findFirst();
        assumeTrue(installed.isPresent(), "no Go " + version.label() + " here");
        final RealGoAnswers go = RealGoAnswers.of(installed.get());
        assertEquals(installed.get().release(), go.release());

        final List<MatchResult> whole = answers(go, "map i64 i64 100", "crowd 5 12", "assign 12 7");
        final String len = number(whole.get(0).group(3));
        assertEquals(len, number(whole.get(0).group(2)), whole.get(0).group());
        assertTrue(whole.get(1).group(2).contains("7"), whole.get(1).group());
        final List<MatchResult> naive = answers(go, "map i64 i64 100", "crowd 5 12", "assign 12 7", "zero main");
        assertEquals(len, number(naive.get(0).group(2)), "count was not reset: " + naive.get(0).group());
        assertTrue(!naive.get(1).group(2).equals(whole.get(1).group(2)), "the entry is gone: " + naive.get(1).group());
        for (final MatchResult one : List.of(whole.get(0), naive.get(0), whole.get(2), naive.get(2)))
        {
            assertEquals(number(one.group(3)), number(one.group(2)), "the walk is Go's: " + one.group());
        }
    }

    private static String number(final String text)
    {
        return text.replaceAll("\\D.*", "");
    }

    @Test
    void shouldSayWhyItCannotAsk()
    {
        final RealGoAnswers none = RealGoAnswers.of(null);

        assertEquals("", none.release());
        assertEquals(404, none.ask(List.of("map i64 i64"), "0", HINT).status());
        final List<GoToolchain> installed = GoToolchain.installed();
        assumeTrue(!installed.isEmpty(), "no Go here");
        final RealGoAnswers go = RealGoAnswers.of(installed.getLast());
        assertEquals(422, go.ask(List.of("frob"), "0", HINT).status());
        assertEquals(422, go.ask(List.of(), "0", HINT).status());
    }
}
