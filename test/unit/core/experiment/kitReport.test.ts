import assert from 'node:assert/strict';
import { describeKit, type KitReport, kitMarkdown } from '../../../../src/core/experiment/kitReport';

const report: KitReport = {
  machine: { processor: 'Chip 9', cores: 1, memoryGb: 15.5, platform: 'Linux 6.1 x64', node: '20.19.0', onnxruntime: '1.30.0' },
  backends: [
    { backend: 'cpu', state: 'passes', device: 'Chip 9', software: false, imagesPerSecond: 412.6, error: 0.0002 },
    { backend: 'webgpu', state: 'passes', device: 'SwiftShader in software', software: true, imagesPerSecond: null, error: 0 },
    { backend: 'cuda', state: 'fails', reason: 'The CUDA | libraries are missing.' },
    { backend: 'coreml', state: 'not offered', reason: 'It is for macOS.' },
  ],
  tensorflow: null,
  auto: 'cpu',
};

describe('a kit report', () => {
  it('is a table for a terminal', () => {
    assert.deepEqual(describeKit(report).split('\n'), [
      'Machine: Chip 9, 1 core, 15.5 GB of memory, Linux 6.1 x64',
      'Versions: Node 20.19.0, ONNX Runtime 1.30.0',
      'Backends of the built-in engine:',
      '  cpu     passes       413 images/s  Chip 9',
      '  webgpu  passes                     SwiftShader in software, which auto never takes',
      '  cuda    fails                      The CUDA | libraries are missing.',
      '  coreml  not offered                It is for macOS.',
      'Images a second: training of compact-cnn at 64 x 64, batch 16.',
      'TensorFlow.js: not installed; `npm install @tensorflow/tfjs-node` in the project, or tfjs-node-gpu for CUDA, brings it.',
      'engine.backend auto takes: cpu',
    ]);
  });

  it('is Markdown whose cells stay cells', () => {
    const text = kitMarkdown({ ...report, tensorflow: { package: '@tensorflow/tfjs-node', version: '4.22.0' } });
    assert.match(text, /^# What this machine offers\n/);
    assert.match(text, /^\| `cpu` \| passes \| 413 images\/s \| Chip 9 \|$/m);
    assert.match(text, /^\| `cuda` \| fails \| {2}\| The CUDA \\\| libraries are missing\. \|$/m);
    assert.match(text, /^@tensorflow\/tfjs-node 4\.22\.0 is installed\.$/m);
  });
});
