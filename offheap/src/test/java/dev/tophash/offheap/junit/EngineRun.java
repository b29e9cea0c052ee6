// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.junit;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/** Runs test classes in an engine of their own, as a build does, and tells how each test ended. */
final class EngineRun
{
    private EngineRun()
    {
    }

    /** The result of each test by the name of its method. */
    static Map<String, TestExecutionResult> of(final Map<String, String> parameters, final List<Class<?>> types)
    {
        final JupiterTestEngine engine = new JupiterTestEngine();
        final Parameters settings = new Parameters(parameters);
        final List<DiscoverySelector> selectors =
            types.stream().map(type -> (DiscoverySelector)DiscoverySelectors.selectClass(type)).toList();
        final TestDescriptor root =
            engine.discover(new Request(selectors, settings), UniqueId.forEngine(engine.getId()));
        final Results results = new Results();
        try (NamespacedHierarchicalStore<Namespace> launcher = new NamespacedHierarchicalStore<>(null);
            NamespacedHierarchicalStore<Namespace> store = launcher.newChild())
        {
            engine.execute(ExecutionRequest.create(root, results, settings, new NoOutput(), store));
        }
        return results.byName;
    }

    /** No test writes files. */
    private static final class NoOutput implements OutputDirectoryCreator
    {
        @Override
        public Path getRootDirectory()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path createOutputDirectory(final TestDescriptor test)
        {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Results implements EngineExecutionListener
    {
        private final Map<String, TestExecutionResult> byName = Collections.synchronizedMap(new TreeMap<>());

        @Override
        public void executionFinished(final TestDescriptor test, final TestExecutionResult result)
        {
            if (test.isTest())
            {
                byName.put(test.getDisplayName().replace("()", ""), result);
            }
        }
    }

    private record Request(List<DiscoverySelector> selectors, ConfigurationParameters parameters)
        implements EngineDiscoveryRequest
    {
        @Override
        public <T extends DiscoverySelector> List<T> getSelectorsByType(final Class<T> type)
        {
            return selectors.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(final Class<T> type)
        {
            return List.of();
        }

        @Override
        public ConfigurationParameters getConfigurationParameters()
        {
            return parameters;
        }

        @Override
        public OutputDirectoryCreator getOutputDirectoryCreator()
        {
            return new NoOutput();
        }
    }

    private record Parameters(Map<String, String> values) implements ConfigurationParameters
    {
        @Override
        public Optional<String> get(final String key)
        {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(final String key)
        {
            return get(key).map(Boolean::parseBoolean);
        }

        @Override
        @SuppressWarnings("deprecation") // The interface still has it.
        public int size()
        {
            return values.size();
        }

        @Override
        public Set<String> keySet()
        {
            return values.keySet();
        }
    }
}
