// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.conform.ScriptOp;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.page.FrameMaker;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import dev.tophash.layout.GoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One live map and the script that made it.
 *
 * <p>A request brings the whole script. If it begins with what was done here already, only the rest is done; otherwise
 * a new map is made and all of it is done. So every request can be repeated, a link with a script makes the same map,
 * and a session that was let go comes back by itself.
 */
final class LiveSession implements AutoCloseable
{
    /** Free bytes of a map. */
    static final long ROOM = 1 << 20;

    private static final String NAME = "script";

    private final Sandbox.Settings settings;
    private final int maxHint;
    private final List<String> done = new ArrayList<>();
    private Sandbox sandbox;
    private ScriptParser parser = Sandbox.parser(NAME);
    private LabImage before;
    private FrameMaker maker;
    private long stood = -1;
    private boolean back;

    LiveSession(final int maxHint)
    {
        this(new Sandbox.Settings(GoVersion.GO_1_23, LabMap.SEED, ROOM, false), maxHint);
    }

    LiveSession(final Sandbox.Settings settings, final int maxHint)
    {
        this.settings = settings;
        this.maxHint = maxHint;
        this.sandbox = new Sandbox(NAME, settings);
    }

    /**
     * What a request did.
     *
     * @param from  index of the first line that was done now.
     * @param steps what these lines did; comments do nothing and are left out.
     * @param error what is wrong with the line after the last that was done; null if all were done.
     */
    record Done(int from, List<SandboxStep> steps, String error)
    {
    }

    /** Does what is new in a script. */
    Done run(final List<String> script)
    {
        if (done.size() > script.size() || !script.subList(0, done.size()).equals(done))
        {
            restart();
        }
        final int from = done.size();
        final List<SandboxStep> steps = new ArrayList<>();
        try
        {
            for (final String line : script.subList(from, script.size()))
            {
                step(line, done.size() == script.size() - 1, steps);
                done.add(line);
            }
            return new Done(from, steps, null);
        }
        catch (final ScriptException e)
        {
            parser = parserAfter(done); // it counts the line that was refused
            return new Done(from, steps, e.getMessage());
        }
    }

    private void step(final String line, final boolean last, final List<SandboxStep> steps)
    {
        final Optional<Script.Line> read = parser.next(line);
        if (read.isEmpty())
        {
            return;
        }
        if (read.get().op() instanceof ScriptOp.NewMap make && make.hint() > maxHint)
        {
            throw new ScriptException(NAME, read.get().number(),
                "map too large for the screen: hint=" + make.hint() + ", most=" + maxHint);
        }
        forget();
        if (sandbox.image() != null)
        {
            sandbox.image().takeZeroed(); // what earlier lines zeroed is not what this one did
        }
        back = Sandbox.goesBack(read.get());
        if (back || read.get().op() instanceof ScriptOp.NewMap)
        {
            maker = null;
        }
        if (last && sandbox.image() != null && !(read.get().op() instanceof ScriptOp.NewMap))
        {
            before = sandbox.image().fork();
        }
        steps.add(sandbox.run(read.get()));
    }

    private static ScriptParser parserAfter(final List<String> lines)
    {
        final ScriptParser parser = Sandbox.parser(NAME);
        lines.forEach(parser::next);
        return parser;
    }

    private void restart()
    {
        close();
        done.clear();
        maker = null;
        stood = -1;
        sandbox = new Sandbox(NAME, settings);
        parser = Sandbox.parser(NAME);
    }

    /** The map and what looks at it. */
    Sandbox sandbox()
    {
        return sandbox;
    }

    /** The bytes before the last line; null if it made the map or there is none. */
    LabImage before()
    {
        return before;
    }

    /** Who draws this map, and remembers where its buckets stand. */
    FrameMaker maker(final Supplier<FrameMaker> fresh)
    {
        maker = maker == null ? fresh.get() : maker;
        return maker;
    }

    /** Whether the last line only went to bytes that had been there before: what was a ghost in between is none. */
    boolean back()
    {
        return back;
    }

    /** Where the cursor stood when the map was last drawn; keeps where it stands now. */
    long stood(final long now)
    {
        final long last = stood;
        stood = now;
        return last;
    }

    /** How many lines of the script were done. */
    int size()
    {
        return done.size();
    }

    private void forget()
    {
        if (before != null)
        {
            before.close();
            before = null;
        }
    }

    @Override
    public void close()
    {
        forget();
        sandbox.close();
    }
}
