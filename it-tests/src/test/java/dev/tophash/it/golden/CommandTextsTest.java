// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.CommandResult;
import dev.tophash.it.Repository;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands print what they printed when their texts were recorded: help, text and JSON. The maps are states of real
 * Go maps from the recorded vectors, so every address is the same in each run. Of the lab, and of {@code claims} and
 * {@code demo} where their tests run them, the fields of the JSON are recorded.
 */
class CommandTextsTest
{
    private static final GoldenTexts GOLDEN = GoldenTexts.COMMANDS;
    private static final Path VECTORS =
        Repository.root().resolve("it-tests/src/test/resources/dev/tophash/it/vectors");

    /** What a command says when the machine is so busy that it takes more than two seconds. */
    private static final String PROGRESS = "... ";

    @TempDir
    private static Path folder;

    /** What is recorded in one file: commands, of which each prints something. */
    record Golden(String name, List<String> commands)
    {
        static Golden of(final String name, final String... commands)
        {
            return new Golden(name, List.of(commands));
        }

        @Override
        public String toString()
        {
            return name;
        }
    }

    static List<Golden> texts()
    {
        return List.of(
            Golden.of("help", "fsck --help", "dump --help", "diff --help", "conform --help", "demo --help",
                "bench --help", "bench batch --help", "bench grow --help", "bench make --help",
                "bench memory --help", "bench swap --help", "bench view --help"),
            Golden.of("help-top", "--help", "bench --list", "no-such-command"),
            Golden.of("help-lab", "lab --help", "lab run --help", "lab script --help", "lab words --help",
                "lab exercise --help", "lab quiz --help", "lab serve --help", "lab html --help"),
            Golden.of("help-claims", "claims --help", "claims show --help"),
            Golden.of("errors", "fsck", "fsck missing.dump", "fsck text.dump", "dump missing.dump",
                "dump healthy.dump --bucket X", "dump healthy.dump --bucket 1 --chain 1", "diff healthy.dump",
                "diff healthy.dump text.dump", "diff healthy.dump healthy.dump --max 0", "conform missing",
                "conform --seed 1"),
            Golden.of("fsck", "fsck healthy.dump", "fsck healthy.dump --json", "fsck growing.dump --json",
                "fsck strings.dump", "fsck broken.dump", "fsck broken.dump --rules", "fsck broken.dump --json"),
            Golden.of("dump", "dump healthy.dump --header", "dump healthy.dump --bucket 1",
                "dump growing.dump --header", "dump growing.dump --bucket O1", "dump strings.dump --chain M0",
                "dump broken.dump --bucket M0"),
            Golden.of("dump-json", "dump growing.dump --json", "dump growing.dump --json --bucket M2"),
            Golden.of("diff", "diff growing.dump broken.dump", "diff growing.dump broken.dump --json",
                "diff healthy.dump growing.dump --max 5", "diff growing.dump growing.dump",
                "diff growing.dump growing.dump --json"),
            Golden.of("conform", "conform vectors", "conform vectors --json", "conform different",
                "conform different --json"));
    }

    @BeforeAll
    static void writeFiles() throws IOException
    {
        ImageFile.write(folder.resolve("healthy.dump"), state("basic", GoVersion.GO_1_23, 5));
        ImageFile.write(folder.resolve("strings.dump"), state("chain-str", GoVersion.GO_1_23, 3));
        final MapImage image = state("growth", GoVersion.GO_1_19, 1);
        ImageFile.write(folder.resolve("growing.dump"), image);
        ImageFile.write(folder.resolve("broken.dump"), broken(image));
        Files.writeString(folder.resolve("text.dump"), "hello, this is not a map");
        copyVectors("vectors", "basic", "growth");
        copyVectors("different", "basic");
        final Path script = folder.resolve("different/basic.txt");
        Files.writeString(script, Files.readString(script).replace("assign 9 90", "assign 9 91"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldPrintWhatWasRecorded(final Golden golden)
    {
        assertEquals("", GOLDEN.difference(golden.name, print(golden)));
    }

    /** The texts of a lesson are for readers and change. */
    @Test
    void shouldWriteTheFieldsOfALessonThatWereRecorded() throws IOException
    {
        final CommandResult result = CommandResult.of("lab", "run", "dangling", "--recorded", "--json");
        assertEquals(0, result.code(), result::err);
        assertEquals("", GOLDEN.difference("lab-json", JsonShape.of(result.out())));
    }

    @Test
    void shouldRecordNothingThatNobodyCompares() throws IOException
    {
        final Stream<String> elsewhere = Stream.of("lab-json", "claims-json", "demo-json");
        assertEquals(List.of(),
            GOLDEN.leftOver(Stream.concat(texts().stream().map(Golden::name), elsewhere).toList()));
    }

    /** One digit of one command's output. */
    @Test
    void shouldNoticeAPlantedDifference()
    {
        final Golden golden = texts().stream().filter(one -> one.name.equals("fsck")).findFirst().orElseThrow();
        final String text = print(golden);
        final int digit = text.indexOf("entries=") + "entries=".length();
        final GoldenTexts compared = new GoldenTexts(GOLDEN.folder(), false);

        assertEquals("", compared.difference("fsck", text));
        final String difference =
            compared.difference("fsck", text.substring(0, digit) + '9' + text.substring(digit + 1));
        assertTrue(difference.startsWith("fsck, line 4\n  recorded: "), difference);
        assertTrue(compared.difference("fsck", text + "more\n").contains("recorded: (end)"));
        assertTrue(compared.difference("unheard-of", text).startsWith("not recorded: "));
        assertFalse(compared.difference("diff", text).isEmpty());
    }

    @Test
    void shouldNoticeAFieldThatIsMissingOrOfAnotherKind() throws IOException
    {
        final String shape = JsonShape.of("{\"a\": [{\"b\": 1}, {\"b\": 2, \"c\": \"x\"}], \"d\": true}");
        assertEquals(".a[].b: number\n.a[].c: string\n.d: boolean\n", shape);
        assertNotEquals(shape, JsonShape.of("{\"a\": [{\"b\": 1}, {\"b\": 2}], \"d\": true}"));
        assertNotEquals(shape, JsonShape.of("{\"a\": [{\"b\": \"1\"}, {\"b\": 2, \"c\": \"x\"}], \"d\": true}"));
    }

    private static String print(final Golden golden)
    {
        final StringBuilder text = new StringBuilder();
        for (final String command : golden.commands)
        {
            final CommandResult result = CommandResult.of(words(command));
            text.append("$ tophash ").append(command).append('\n').append(mask(result.out()));
            result.err().lines().filter(line -> !line.startsWith(PROGRESS))
                .forEach(line -> text.append("! ").append(mask(line)).append('\n'));
            text.append("exit code ").append(result.code()).append("\n\n");
        }
        return text.toString();
    }

    /** Arguments that are names of our files get their folder. */
    private static String[] words(final String command)
    {
        return Arrays.stream(command.split(" ", -1))
            .map(word -> Files.exists(folder.resolve(word)) || word.startsWith("missing") ?
                folder.resolve(word).toString() : word).toArray(String[]::new);
    }

    private static String mask(final String text)
    {
        return text.replace(folder + "/", "").replace("\r\n", "\n");
    }

    /** A copy whose header counts one entry too many. */
    private static MapImage broken(final MapImage image)
    {
        final MemorySegment copy = Arena.ofAuto().allocate(image.size(), Long.BYTES).copyFrom(image.memory());
        final long count = image.headerOffset() + HmapDescriptor.COUNT_OFFSET;
        copy.set(ValueLayout.JAVA_BYTE, count, (byte)(copy.get(ValueLayout.JAVA_BYTE, count) + 1));
        return new MapImage(copy, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
    }

    private static void copyVectors(final String name, final String... vectors) throws IOException
    {
        final Path target = Files.createDirectories(folder.resolve(name));
        for (final String vector : vectors)
        {
            for (final String suffix : List.of(".txt", ".go119.jsonl.gz", ".go123.jsonl.gz"))
            {
                Files.copy(VECTORS.resolve(vector + suffix), target.resolve(vector + suffix));
            }
        }
    }

    /** One of the states that real Go was recorded in. */
    private static MapImage state(final String vector, final GoVersion version, final int index) throws IOException
    {
        final String name = vector + ".go" + version.label().replace(".", "") + GoStates.SUFFIX;
        final List<MapImage> states = new ArrayList<>();
        GoStates.forEach(VECTORS.resolve(name), (dumped, image) -> states.add(image));
        return states.get(index);
    }
}
