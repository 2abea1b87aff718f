import assert from 'node:assert/strict';
import { parseSupervisely } from '../../../../../src/core/label/formats/supervisely';
import { parseVgg } from '../../../../../src/core/label/formats/vgg';

describe('VGG Image Annotator', () => {
  const polygon = { name: 'polygon', all_points_x: [1, 5, 3], all_points_y: [2, 2, 6] };
  const entry = (regions: unknown) => ({ filename: 'a.jpg', size: 1, regions, file_attributes: {} });

  it('reads regions as a list or by number, in a project or alone, with any name of the attribute', () => {
    const region = { shape_attributes: polygon, region_attributes: { label: 'fractured' } };
    for (const text of [
      { 'a.jpg1': entry([region]) },
      { 'a.jpg1': entry({ 0: region }) },
      { _via_settings: {}, _via_img_metadata: { x: entry([region]) } },
    ]) {
      const [image, ...more] = parseVgg(JSON.stringify(text), 'f.json');
      assert.deepEqual([image?.file, image?.problems, more], ['a.jpg', [], []]);
      assert.deepEqual(image?.marks[0]?.polygons, [[[1, 2], [5, 2], [3, 6]]]); // biome-ignore format: one line
      assert.equal(image?.marks[0]?.className, 'fractured');
    }
    const rect = { shape_attributes: { name: 'rect', x: 1, y: 2, width: 3, height: 4 }, region_attributes: { type: 'metal' } };
    assert.deepEqual(parseVgg(JSON.stringify({ a: entry([rect]) }), 'f')[0]?.marks[0]?.box, { from: [1, 2], to: [4, 6] });
    assert.deepEqual(parseVgg('{}', 'f'), []);
  });

  it('names what it can not read', () => {
    const problemsOf = (shape: unknown) =>
      parseVgg(JSON.stringify({ a: entry([{ shape_attributes: shape, region_attributes: {} }]) }), 'f')[0]?.problems;
    for (const shape of [
      { name: 'circle', cx: 1, cy: 1, r: 2 },
      { ...polygon, all_points_x: [1, 2] },
      { name: 'polygon', all_points_x: [1, 2], all_points_y: [1, 2] },
      { ...polygon, all_points_y: [1, 'x', 3] },
      { name: 'rect', x: 1, y: 1, width: -1, height: 2 },
      null,
    ])
      assert.equal(problemsOf(shape)?.length, 1, JSON.stringify(shape));
    for (const text of ['no json', '[]', '{"a": 1}', '{"a": {"regions": []}}'])
      assert.throws(() => parseVgg(text, 'f.json'), /^UserError: f\.json is no/);
  });
});

describe('Supervisely', () => {
  const document = (...objects: readonly unknown[]) => JSON.stringify({ size: { height: 20, width: 10 }, objects });
  const object = (geometryType: string, exterior: unknown) => ({
    classTitle: 'fracture',
    geometryType,
    points: { exterior, interior: [] },
  });

  it('reads rectangles whichever corners they name, and polygons, and passes lines over', () => {
    const found = parseSupervisely(document(object('rectangle', [[5, 9], [1, 2]]), object('polygon', [[0, 0], [4, 0], [0, 4]]), object('line', [[0, 0], [1, 1]]))); // biome-ignore format: one line
    assert.deepEqual(found?.size, { rows: 20, columns: 10 });
    assert.deepEqual([found?.marks.length, found?.problems], [2, []]);
    assert.deepEqual(found?.marks[0]?.box, { from: [1, 2], to: [5, 9] });
    assert.equal(found?.marks[1]?.polygons[0]?.length, 3);
  });

  it('names what it can not read, and is null for what is no such file', () => {
    for (const bad of [object('rectangle', [[1, 1]]), object('polygon', [[1, 1], [2, 2]]), object('rectangle', [[1, 'x'], [2, 2]]), { geometryType: 'rectangle' }, 7]) // biome-ignore format: one line
      assert.equal(parseSupervisely(document(bad))?.problems.length, 1, JSON.stringify(bad));
    for (const text of ['', 'x', '[]', '{}', '{"objects": 1}']) assert.equal(parseSupervisely(text), null);
  });
});
