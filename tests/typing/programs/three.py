## accept: a scene
from three import BoxGeometry, Mesh, MeshBasicMaterial, PerspectiveCamera, Scene
scene = Scene()
camera = PerspectiveCamera(75, 1.5, 0.1, 1000)
mesh = Mesh(BoxGeometry(1, 1, 1), MeshBasicMaterial(color=0x00FF00))
scene.add(mesh)
mesh.rotation.x += 0.01
camera.position.z = 5
## accept: methods give the object itself
from three import Vector3
v = Vector3(1, 2, 3).add(Vector3(0, 0, 1)).multiplyScalar(2)
print(v.length() + 1)
## accept: a renderer with keywords
from three import WebGLRenderer
renderer = WebGLRenderer(antialias=True, alpha=False)
renderer.setSize(640, 480)
renderer.setAnimationLoop(lambda time: print(time + 1))
## accept: colours in several forms
from three import Color
Color("red")
Color(1, 0, 0)
Color(0xFF0000)
## accept: a narrowed kind
from three import Object3D
def walk(thing: Object3D) -> None:
    thing.traverse(lambda child: print(child.name.upper()))
## accept: loaders
from three import TextureLoader
texture = TextureLoader().load("a.png", lambda texture: print(texture.image))
## accept: curves
from three import CatmullRomCurve3, Vector3
points = CatmullRomCurve3([Vector3(0, 0, 0), Vector3(1, 1, 1)]).getPoints(50)
print(len(points), points[0].x)
## reject: an unknown keyword of a material
from three import MeshBasicMaterial
MeshBasicMaterial(colour=0x00FF00)  # error
## reject: a vector of texts
from three import Vector3
Vector3("1", 2, 3)  # error
## reject: a vector has no such method
from three import Vector3
Vector3().ad(Vector3())  # error
## reject: a number where a vector is needed
from three import Vector3
Vector3().add(3)  # error
## reject: what is added to a scene
from three import Scene
Scene().add("mesh")  # error
## reject: a wrong type of a keyword
from three import WebGLRenderer
WebGLRenderer(antialias="yes")  # error
## reject: a property that cannot be set
from three import Mesh
Mesh().isMesh = False  # error
