package pipeline

import "chatqc/pipeline/internal/disk"

// OnDisk makes runs change files through a layer.
func (c *Config) OnDisk(layer disk.Layer) { c.disk = layer }
