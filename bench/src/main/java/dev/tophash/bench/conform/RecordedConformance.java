// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replays scripts whose dumps lie beside them: {@code NAME.txt} with {@code NAME.go119.jsonl}, {@code
 * NAME.go123.jsonl.gz} and so on. Version and hash key come out of the dumps.
 */
public final class RecordedConformance
{
    private static final String SCRIPT_SUFFIX = ".txt";

    private RecordedConformance()
    {
    }

    /**
     * Replays all scripts of a folder with all their dumps.
     *
     * @param folder   the folder.
     * @param maps     makes our maps.
     * @param progress told what was replayed, after each script.
     * @return what it came to.
     * @throws IOException     if there is nothing to replay, or something cannot be read.
     * @throws ScriptException if a script cannot be run.
     */
    public static ConformReport replay(final Path folder, final ReplayMaps maps, final Consumer<ConformReport> progress)
        throws IOException
    {
        final List<Path> files;
        try (Stream<Path> all = Files.list(folder))
        {
            files = all.sorted().toList();
        }
        final ConformReport.Sum sum = new ConformReport.Sum();
        for (final Path script : files)
        {
            if (name(script).endsWith(SCRIPT_SUFFIX))
            {
                final List<Path> dumps = dumps(script, files);
                if (!dumps.isEmpty())
                {
                    sum.script();
                    for (final Path dump : dumps)
                    {
                        sum.add(replay(script, dump, maps));
                    }
                    progress.accept(sum.report());
                }
            }
        }
        final ConformReport report = sum.report();
        if (report.scripts() == 0)
        {
            throw new IOException(
                "no NAME.txt with NAME.go119.jsonl or NAME.go123.jsonl (or .gz) beside it: folder=" + folder);
        }
        return report;
    }

    /**
     * Replays the vectors that are packaged with the classes.
     *
     * @param maps     makes our maps.
     * @param progress told what was replayed, after each script.
     * @return what it came to.
     * @throws IOException if something cannot be read.
     */
    public static ConformReport replayPackaged(final ReplayMaps maps, final Consumer<ConformReport> progress)
        throws IOException
    {
        try (PackagedFiles vectors = PackagedFiles.open("vectors", "basic.txt"))
        {
            return replay(vectors.folder(), maps, progress);
        }
    }

    /**
     * Replays one script with one dump.
     *
     * @param script the script.
     * @param dump   the dump.
     * @param maps   makes our maps.
     * @return what it came to.
     * @throws IOException     if something cannot be read.
     * @throws ScriptException if the script cannot be run.
     */
    public static ScriptReplay.Result replay(final Path script, final Path dump, final ReplayMaps maps)
        throws IOException
    {
        try (DumpReader records = DumpReader.open(dump);
            ScriptReplay replay = new ScriptReplay(ScriptParser.parse(script), records, maps))
        {
            return replay.run();
        }
    }

    private static List<Path> dumps(final Path script, final List<Path> files)
    {
        final String name = name(script);
        final Pattern pattern = Pattern.compile(
            Pattern.quote(name.substring(0, name.length() - SCRIPT_SUFFIX.length())) + "\\.go1\\d\\d\\.jsonl(\\.gz)?");
        final List<Path> dumps = new ArrayList<>();
        for (final Path file : files)
        {
            if (pattern.matcher(name(file)).matches())
            {
                dumps.add(file);
            }
        }
        return dumps;
    }

    private static String name(final Path file)
    {
        return String.valueOf(file.getFileName());
    }
}
